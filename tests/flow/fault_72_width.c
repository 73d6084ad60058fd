/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

/*
 * VT-d 9.7: the host address width is 48 bits, CAP.FS1GP is 0.
 */
FLOW_WITH(fault_72_width, flow_first,
	  "SFS.3: first-stage addresses beyond the host, no 1G")
{
	struct scalable_pasid space;
	struct driver d;

	driver_start_space(&d, &space, SCALABLE_FIRST);
	for (unsigned int level = 1; level <= 4; level++) {
		uint64_t slot = driver_tree_slot(&d, &space.fs, IOVA, level);

		EXPECT_SPOILED(&d, slot, BIT(48), VTD_FAULT_SFS_3);
		EXPECT_SPOILED(&d, slot, BIT(51), VTD_FAULT_SFS_3);
		if (level == 3)
			EXPECT_SPOILED(&d, slot, BIT(7), VTD_FAULT_SFS_3);
	}
}
