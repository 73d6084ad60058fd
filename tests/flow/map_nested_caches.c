/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

FLOW_WITH(map_nested_caches, flow_scalable,
	  "nested: what is known of one stage is not the other's")
{
	struct scalable_pasid space;
	struct driver d;
	uint64_t other = UINT64_C(0x40000000);

	driver_start_space(&d, &space, SCALABLE_NESTED);
	/* A guest address equal to IOVA, behind another input address. */
	driver_tree_map(&d, &space.fs, other, IOVA, TABLES_PAGE_4K,
			TABLES_FS_USER);
	driver_tree_map(&d, &space.ss, IOVA, PAGE_1, TABLES_PAGE_4K, TABLES_RW);
	for (unsigned int i = 0; i < 2; i++) {
		EXPECT_READS(SID, other, PAGE_1);
		EXPECT_READS(SID, IOVA, PAGE_0);
		EXPECT_BLOCKED(SID, FLOW_READ, other + 0x1000, VTD_FAULT_SFS_2);
		EXPECT_BLOCKED(SID, FLOW_READ, IOVA + 0x1000, VTD_FAULT_SFS_2);
	}
}
