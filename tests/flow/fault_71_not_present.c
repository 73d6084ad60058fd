/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

FLOW_WITH(fault_71_not_present, flow_scalable,
	  "SFS.2: a first-stage entry is not present")
{
	struct scalable_pasid space;
	struct driver d;

	driver_start_space(&d, &space, SCALABLE_FIRST);
	for (unsigned int level = 1; level <= 4; level++) {
		uint64_t slot = driver_tree_slot(&d, &space.fs, IOVA, level);

		EXPECT_SPOILED(&d, slot, BIT(0), VTD_FAULT_SFS_2);
		/* Nothing else of it is checked. */
		EXPECT_SPOILED(&d, slot, BIT(0) | BIT(51) | BIT(7),
			       VTD_FAULT_SFS_2);
	}
	EXPECT_BLOCKED(SID, FLOW_WRITE, IOVA + 0x1000, VTD_FAULT_SFS_2);
}
