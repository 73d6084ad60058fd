/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

/*
 * VT-d 9.7: treated as 0, so a PASID-selective invalidation takes it.
 */
FLOW_WITH(map_global_ignored, flow_scalable,
	  "G of a first-stage entry means nothing")
{
	struct scalable_pasid space;
	struct driver d;
	uint64_t slot;

	driver_start_space(&d, &space, SCALABLE_FIRST);
	driver_bind(&d, SID, PASID, &space);
	slot = driver_tree_slot(&d, &space.fs, IOVA, 1);
	flow_set(slot, BIT(8));
	flow_with_pasid(PASID);
	EXPECT_READS(SID, IOVA, PAGE_0);
	flow_store(slot, PAGE_1 | TABLES_FS_USER | BIT(8));
	driver_inv_pasid_iotlb(&d, DID, PASID);
	EXPECT_READS(SID, IOVA, PAGE_1);
	/* And it is of this PASID alone. */
	flow_with_pasid(PASID_2);
	EXPECT_BLOCKED(SID, FLOW_READ, IOVA, VTD_FAULT_SPD_2);
}
