/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

/*
 * VT-d 9.7: PWT, PCD, PAT, G and what software may use; EA without EAFE;
 * bit 63.
 */
FLOW_WITH(fault_72_ignored, flow_scalable,
	  "bits of first-stage entries that are ignored")
{
	struct scalable_pasid space;
	struct driver d;

	driver_start_space(&d, &space, SCALABLE_FIRST);
	for (unsigned int level = 2; level <= 4; level++)
		flow_set(driver_tree_slot(&d, &space.fs, IOVA, level),
			 BIT(3) | BIT(4) | BIT(6) | BIT(8) | BIT(9) | BIT(10) |
				 BIT(11) | BIT(52) | BIT(62) | BIT(63));
	flow_set(driver_tree_slot(&d, &space.fs, IOVA, 1),
		 BIT(3) | BIT(4) | BIT(7) | BIT(8) | BIT(9) | BIT(10) |
			 BIT(11) | BIT(52) | BIT(62) | BIT(63));
	driver_inv_all(&d);
	EXPECT_READS(SID, IOVA, PAGE_0);
	EXPECT_WRITES(SID, IOVA, PAGE_0);
	EXPECT_NO_FAULT();
}
