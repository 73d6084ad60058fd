/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

/*
 * VT-d 7.1.3: R = W = 0, or nothing in common with the levels above.
 */
FLOW_WITH(fault_79_second_absent, flow_scalable,
	  "SSS.2: a second-stage entry gives no right at all")
{
	struct scalable_pasid space;
	struct driver d;
	uint64_t leaf;

	driver_start_space(&d, &space, SCALABLE_SECOND);
	for (unsigned int level = 1; level <= 4; level++) {
		uint64_t slot = driver_tree_slot(&d, &space.ss, IOVA, level);

		EXPECT_SPOILED(&d, slot, TABLES_RW, VTD_FAULT_SSS_2);
		EXPECT_SPOILED(&d, slot, TABLES_RW | BIT(62) | BIT(51),
			       VTD_FAULT_SSS_2);
	}
	/* None is left of R above and W below. */
	leaf = driver_tree_slot(&d, &space.ss, IOVA, 1);
	flow_clear(driver_tree_slot(&d, &space.ss, IOVA, 2), TABLES_W);
	driver_inv_all(&d);
	EXPECT_SPOILED(&d, leaf, TABLES_R, VTD_FAULT_SSS_2);
}
