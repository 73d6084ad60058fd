/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

FLOW_WITH(ad_sticky, flow_scalable,
	  "A and D are set anew when cleared, and never cleared")
{
	struct scalable_pasid space;
	struct driver d;
	uint64_t leaf;

	driver_start_space(&d, &space, SCALABLE_FIRST);
	leaf = driver_tree_slot(&d, &space.fs, IOVA, 1);
	for (unsigned int i = 0; i < 3; i++) {
		EXPECT_WRITES(SID, IOVA, PAGE_0);
		EXPECT_EQUAL(flow_load(leaf),
			     PAGE_0 | TABLES_FS_USER | BIT(5) | BIT(6));
		EXPECT_READS(SID, IOVA, PAGE_0);
		EXPECT_EQUAL(flow_load(leaf),
			     PAGE_0 | TABLES_FS_USER | BIT(5) | BIT(6));
		flow_clear(leaf, BIT(5) | BIT(6));
		driver_inv_pasid_page(&d, DID, 0, IOVA, 0, true);
	}
	EXPECT_READS(SID, IOVA, PAGE_0);
	EXPECT_EQUAL(flow_load(leaf), PAGE_0 | TABLES_FS_USER | BIT(5));
}
