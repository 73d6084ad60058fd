/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

FLOW_WITH(fault_90_first_no_snoop, flow_scalable,
	  "SFS.9: A or D of first-stage walks that do not snoop")
{
	struct scalable_pasid space;
	struct driver d;
	uint64_t slot = 0;

	driver_start_space(&d, &space, SCALABLE_FIRST);
	space.flags = 0;
	driver_bind(&d, SID, 0, &space);
	driver_inv_all(&d);
	EXPECT_BLOCKED(SID, FLOW_READ, IOVA, VTD_FAULT_SFS_9);
	for (unsigned int level = 1; level <= 4; level++) {
		slot = driver_tree_slot(&d, &space.fs, IOVA, level);
		EXPECT(!(flow_load(slot) & BIT(5)));
		flow_set(slot, BIT(5));
	}
	EXPECT_READS(SID, IOVA, PAGE_0);
	EXPECT_BLOCKED(SID, FLOW_WRITE, IOVA, VTD_FAULT_SFS_9);
	flow_set(driver_tree_slot(&d, &space.fs, IOVA, 1), BIT(6));
	EXPECT_WRITES(SID, IOVA, PAGE_0);
}
