/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

FLOW_WITH(map_pasids, flow_scalable,
	  "one source, many PASIDs, all kinds of spaces")
{
	struct scalable_pasid space;
	struct driver d;
	uint32_t pasid[] = { 1, 63, 64, 0x1051, 0x1fff };

	driver_start_space(&d, &space, SCALABLE_SECOND);
	for (unsigned int i = 0; i < 5; i++) {
		space = driver_space(&d,
				     i & 1 ? SCALABLE_FIRST : SCALABLE_SECOND,
				     (uint16_t)(0x100 + i));
		driver_tree_map(&d, i & 1 ? &space.fs : &space.ss, IOVA,
				PAGE_1 + i * 0x1000, TABLES_PAGE_4K,
				i & 1 ? TABLES_FS_USER : TABLES_RW);
		driver_bind(&d, SID, pasid[i], &space);
	}
	for (unsigned int round = 0; round < 2; round++) {
		for (unsigned int i = 0; i < 5; i++) {
			flow_with_pasid(pasid[i]);
			EXPECT_READS(SID, IOVA, PAGE_1 + i * 0x1000);
		}
		flow_without_pasid();
		EXPECT_READS(SID, IOVA, PAGE_0);
	}
}
