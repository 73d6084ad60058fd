/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

/*
 * VT-d 3.6.3. EA is left alone without EAFE.
 */
FLOW_WITH(ad_first, flow_scalable,
	  "A in every entry that is used, D in a leaf written to")
{
	struct scalable_pasid space;
	struct driver d;
	uint64_t leaf, far;

	driver_start_space(&d, &space, SCALABLE_FIRST);
	driver_tree_map(&d, &space.fs, IOVA + 0x1000, PAGE_1, TABLES_PAGE_4K,
			TABLES_FS_USER);
	leaf = driver_tree_slot(&d, &space.fs, IOVA, 1);
	far = driver_tree_slot(&d, &space.fs, IOVA + 0x1000, 1);
	EXPECT_READS(SID, IOVA, PAGE_0);
	EXPECT_EQUAL(flow_load(leaf), PAGE_0 | TABLES_FS_USER | BIT(5));
	EXPECT_EQUAL(flow_load(far), PAGE_1 | TABLES_FS_USER);
	for (unsigned int level = 2; level <= 4; level++) {
		uint64_t e =
			flow_load(driver_tree_slot(&d, &space.fs, IOVA, level));

		EXPECT_EQUAL(e & 0xfff, TABLES_FS_USER | BIT(5));
	}
	EXPECT_WRITES(SID, IOVA + 0x1000, PAGE_1);
	EXPECT_EQUAL(flow_load(far), PAGE_1 | TABLES_FS_USER | BIT(5) | BIT(6));
	EXPECT_EQUAL(flow_load(leaf), PAGE_0 | TABLES_FS_USER | BIT(5));
}
