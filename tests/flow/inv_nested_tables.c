/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

FLOW_WITH(inv_nested_tables, flow_scalable,
	  "the page that a first-stage table lies in moves")
{
	struct scalable_pasid space;
	struct driver d;
	uint64_t leaf, copy, cover;

	driver_start_space(&d, &space, SCALABLE_NESTED);
	EXPECT_READS(SID, IOVA, PAGE_0);
	leaf = driver_tree_slot(&d, &space.fs, IOVA, 1) & ~UINT64_C(0xfff);
	/* Its 2M go elsewhere, where all is the same but the leaf. */
	copy = UINT64_C(0x60000000);
	for (uint64_t off = 0; off < 0x100000; off += 8)
		flow_store(copy + off, flow_load(FLOW_TABLES + off));
	flow_store(copy + (leaf - FLOW_TABLES) + (IOVA >> 12 & 511) * 8,
		   (GUEST_0 + 0x1000) | TABLES_FS_USER);
	driver_tree_map(&d, &space.ss, GUEST_0 + 0x1000, PAGE_1, TABLES_PAGE_4K,
			TABLES_RW);
	cover = driver_tree_slot(&d, &space.ss, leaf + FLOW_BIAS, 2);
	flow_store(cover, copy | TABLES_RW | BIT(7));
	driver_inv_iotlb_page(&d, DID, FLOW_TABLES + FLOW_BIAS, 9, true);
	EXPECT_READS(SID, IOVA, PAGE_1);
}
