/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

/*
 * VT-d 3.7.2.
 */
FLOW_WITH(ad_second, flow_scalable, "SSADE: A and D of the second stage")
{
	struct scalable_pasid space;
	struct driver d;
	uint64_t leaf;

	driver_start_space(&d, &space, SCALABLE_SECOND);
	leaf = driver_tree_slot(&d, &space.ss, IOVA, 1);
	EXPECT_WRITES(SID, IOVA, PAGE_0);
	EXPECT_EQUAL(flow_load(leaf), PAGE_0 | TABLES_RW);
	space.flags |= SCALABLE_SSADE;
	driver_bind(&d, SID, 0, &space);
	driver_inv_all(&d);
	EXPECT_READS(SID, IOVA, PAGE_0);
	EXPECT_EQUAL(flow_load(leaf), PAGE_0 | TABLES_RW | BIT(8));
	for (unsigned int level = 2; level <= 4; level++) {
		uint64_t e =
			flow_load(driver_tree_slot(&d, &space.ss, IOVA, level));

		EXPECT_EQUAL(e & 0xfff, TABLES_RW | BIT(8));
	}
	EXPECT_WRITES(SID, IOVA, PAGE_0);
	EXPECT_EQUAL(flow_load(leaf), PAGE_0 | TABLES_RW | BIT(8) | BIT(9));
}
