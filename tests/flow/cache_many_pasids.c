/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

/* The gate has 64 tags, and 64 keys. */
#define SPACES 70U

FLOW_WITH(cache_many_pasids, flow_scalable,
	  "more PASIDs than there is room for")
{
	struct scalable_pasid space[SPACES];
	struct driver d;

	driver_start_scalable(&d);
	for (unsigned int i = 0; i < SPACES; i++) {
		space[i] = driver_space(&d, SCALABLE_FIRST, DID);
		driver_tree_map(&d, &space[i].fs, IOVA, PAGE_0 + i * 0x1000,
				TABLES_PAGE_4K, TABLES_FS_USER);
		driver_bind(&d, SID, 1 + i * 61, &space[i]);
	}
	for (unsigned int round = 0; round < 2; round++) {
		for (unsigned int i = 0; i < SPACES; i++) {
			flow_with_pasid(1 + i * 61);
			EXPECT_READS(SID, IOVA, PAGE_0 + i * 0x1000);
		}
	}
	/* One of them goes, all others stay. */
	driver_tree_unmap(&d, &space[7].fs, IOVA);
	driver_inv_pasid_page(&d, DID, 1 + 7 * 61, IOVA, 0, true);
	for (unsigned int i = 0; i < SPACES; i++) {
		flow_with_pasid(1 + i * 61);
		if (i == 7)
			EXPECT_BLOCKED(SID, FLOW_READ, IOVA, VTD_FAULT_SFS_2);
		else
			EXPECT_WRITES(SID, IOVA, PAGE_0 + i * 0x1000);
	}
}
