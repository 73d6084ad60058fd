/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

static const uint64_t at = UINT64_C(0x40000000);

FLOW_WITH(map_nested_pages, flow_scalable,
	  "nested: pages of a superpage go where the other stage says")
{
	struct scalable_pasid space;
	struct driver d;

	driver_start_space(&d, &space, SCALABLE_NESTED);
	/* 2M of the first stage over 4K pages in reverse order. */
	driver_tree_map(&d, &space.fs, at, GUEST_0 + at, TABLES_PAGE_2M,
			TABLES_FS_USER);
	for (unsigned int i = 0; i < 4; i++)
		driver_tree_map(&d, &space.ss, GUEST_0 + at + i * 0x1000,
				PAGE_0 + (3 - i) * 0x1000, TABLES_PAGE_4K,
				i == 2 ? TABLES_R : TABLES_RW);
	for (unsigned int round = 0; round < 2; round++) {
		for (uint64_t i = 0; i < 4; i++)
			EXPECT_READS(SID, at + i * 0x1000,
				     PAGE_0 + (3 - i) * 0x1000);
		EXPECT_WRITES(SID, at + 0x1000, PAGE_0 + 0x2000);
		EXPECT_BLOCKED(SID, FLOW_WRITE, at + 0x2000, VTD_FAULT_SGN_6);
		EXPECT_BLOCKED(SID, FLOW_READ, at + 0x4000, VTD_FAULT_SSS_2);
	}
}
