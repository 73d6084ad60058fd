/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

/*
 * VT-d 3.6.1: what a supervisor got cached must not let a user in.
 */
FLOW_WITH(map_privilege, flow_scalable,
	  "supervisor pages are for supervisor requests")
{
	struct scalable_pasid space;
	struct driver d;
	uint64_t slot;

	driver_start_space(&d, &space, SCALABLE_FIRST);
	space.flags |= SCALABLE_SRE;
	driver_bind(&d, SID, PASID, &space);
	slot = driver_tree_slot(&d, &space.fs, IOVA, 1);
	flow_clear(slot, BIT(2));
	flow_with_pasid(PASID);
	for (unsigned int i = 0; i < 2; i++) {
		flow_with_privilege(true);
		EXPECT_READS(SID, IOVA, PAGE_0);
		EXPECT_WRITES(SID, IOVA, PAGE_0);
		flow_with_privilege(false);
		EXPECT_BLOCKED(SID, FLOW_READ, IOVA, VTD_FAULT_SGN_2);
		EXPECT_BLOCKED(SID, FLOW_WRITE, IOVA, VTD_FAULT_SGN_2);
	}
	/* Pages of users are open to supervisors too (no SMAP, no SMEP). */
	flow_set(slot, BIT(2));
	driver_inv_all(&d);
	EXPECT_READS(SID, IOVA, PAGE_0);
	flow_with_privilege(true);
	EXPECT_READS(SID, IOVA, PAGE_0);
}
