/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

FLOW_WITH(ad_first_superpage, flow_scalable,
	  "A and D of superpages of the first stage")
{
	struct scalable_pasid space;
	struct driver d;
	uint64_t at = TABLES_PAGE_1G, leaf;

	driver_start_space(&d, &space, SCALABLE_FIRST);
	driver_tree_map(&d, &space.fs, at, PAGE_0, TABLES_PAGE_1G,
			TABLES_FS_USER);
	driver_tree_map(&d, &space.fs, 2 * at, PAGE_1, TABLES_PAGE_2M,
			TABLES_FS_USER);
	leaf = driver_tree_slot(&d, &space.fs, at, 3);
	EXPECT_READS(SID, at, PAGE_0);
	EXPECT_EQUAL(flow_load(leaf) & 0xfff, TABLES_FS_USER | BIT(5) | BIT(7));
	EXPECT_WRITES(SID, at + 0x1000, PAGE_0 + 0x1000);
	EXPECT_EQUAL(flow_load(leaf) & 0xfff,
		     TABLES_FS_USER | BIT(5) | BIT(6) | BIT(7));
	leaf = driver_tree_slot(&d, &space.fs, 2 * at, 2);
	EXPECT(flow_access(SID, FLOW_ATOMIC, 2 * at + 0x2000));
	EXPECT_EQUAL(flow_load(leaf) & 0xfff,
		     TABLES_FS_USER | BIT(5) | BIT(6) | BIT(7));
}
