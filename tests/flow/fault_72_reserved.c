/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

FLOW_WITH(fault_72_reserved, flow_scalable,
	  "SFS.3: reserved bits of first-stage entries")
{
	struct scalable_pasid space;
	struct driver d;
	uint64_t slot;

	driver_start_space(&d, &space, SCALABLE_FIRST);
	slot = driver_tree_slot(&d, &space.fs, IOVA, 4);
	EXPECT_SPOILED(&d, slot, BIT(7), VTD_FAULT_SFS_3);
	/* Address bits of a superpage below its size; bit 12 is PAT. */
	slot = driver_tree_slot(&d, &space.fs, IOVA, 2);
	flow_store(slot, PAGE_0 | TABLES_FS_USER | BIT(7));
	driver_inv_all(&d);
	EXPECT_READS(SID, IOVA, PAGE_0);
	EXPECT_SPOILED(&d, slot, BIT(13), VTD_FAULT_SFS_3);
	EXPECT_SPOILED(&d, slot, BIT(20), VTD_FAULT_SFS_3);
	flow_set(slot, BIT(12));
	driver_inv_all(&d);
	EXPECT_READS(SID, IOVA, PAGE_0);
	slot = driver_tree_slot(&d, &space.fs, IOVA, 3);
	flow_store(slot, (PAGE_0 | TABLES_FS_USER | BIT(7)));
	driver_inv_all(&d);
	EXPECT_READS(SID, IOVA, PAGE_0 + IOVA);
	flow_set(slot, BIT(29));
	driver_inv_all(&d);
	EXPECT_BLOCKED(SID, FLOW_READ, IOVA, VTD_FAULT_SFS_3);
}
