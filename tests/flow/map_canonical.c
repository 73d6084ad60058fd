/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

FLOW_WITH(map_canonical, flow_scalable, "negative addresses of a first stage")
{
	struct scalable_pasid space;
	struct driver d;
	uint64_t half = BIT(47), top = ~UINT64_C(0xfff);

	driver_start_space(&d, &space, SCALABLE_FIRST);
	driver_tree_map(&d, &space.fs, half, PAGE_1, TABLES_PAGE_4K,
			TABLES_FS_USER);
	driver_tree_map(&d, &space.fs, BIT(48) - 0x1000, PAGE_1 + 0x1000,
			TABLES_PAGE_4K, TABLES_FS_USER);
	driver_tree_map(&d, &space.fs, half - 0x1000, PAGE_1 + 0x2000,
			TABLES_PAGE_4K, TABLES_FS_USER);
	for (unsigned int i = 0; i < 2; i++) {
		EXPECT_READS(SID, ~(half - 1), PAGE_1);
		EXPECT_READS(SID, top, PAGE_1 + 0x1000);
		EXPECT_READS(SID, half - 8, PAGE_1 + 0x2ff8);
		/* The same bits 47:12, not canonical. */
		EXPECT_BLOCKED(SID, FLOW_READ, half, VTD_FAULT_SGN_1);
	}
}
