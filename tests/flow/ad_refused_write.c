/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

/*
 * VT-d 3.6.3: A may be set by requests that fault, D may not.
 */
FLOW_WITH(ad_refused_write, flow_scalable,
	  "a write that is refused leaves D alone")
{
	struct scalable_pasid space;
	struct driver d;
	uint64_t leaf;

	driver_start_space(&d, &space, SCALABLE_FIRST);
	leaf = driver_tree_slot(&d, &space.fs, IOVA, 1);
	flow_clear(leaf, BIT(1));
	EXPECT_BLOCKED(SID, FLOW_WRITE, IOVA, VTD_FAULT_SGN_6);
	EXPECT_BLOCKED(SID, FLOW_ATOMIC, IOVA, VTD_FAULT_SGN_6);
	EXPECT(!(flow_load(leaf) & BIT(6)));
	space = driver_space(&d, SCALABLE_SECOND, DID_2);
	space.flags |= SCALABLE_SSADE;
	driver_tree_map(&d, &space.ss, IOVA, PAGE_0, TABLES_PAGE_4K, TABLES_R);
	driver_bind(&d, SID, 0, &space);
	driver_inv_all(&d);
	EXPECT_BLOCKED(SID, FLOW_WRITE, IOVA, VTD_FAULT_SGN_6);
	EXPECT(!(flow_load(driver_tree_slot(&d, &space.ss, IOVA, 1)) & BIT(9)));
}
