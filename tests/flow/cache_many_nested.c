/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

/* More tags of one domain than are looked at one by one. */
#define SPACES 20U

FLOW_WITH(cache_many_nested, flow_scalable,
	  "one second stage under many first stages")
{
	struct scalable_pasid space[SPACES];
	struct driver d;

	driver_start_scalable(&d);
	for (unsigned int i = 0; i < SPACES; i++) {
		bool first = i == 0;

		space[i] = first ? driver_space(&d, SCALABLE_NESTED, DID) :
				   space[0];
		if (!first)
			EXPECT(!tables_tree_new(&d.tables, true, 4,
						&space[i].fs));
		space[i].fs.bias = FLOW_BIAS;
		driver_tree_map(&d, &space[i].fs, IOVA, GUEST_0 + i * 0x1000,
				TABLES_PAGE_4K, TABLES_FS_USER);
		driver_tree_map(&d, &space[i].ss, GUEST_0 + i * 0x1000,
				PAGE_0 + i * 0x1000, TABLES_PAGE_4K, TABLES_RW);
		driver_bind(&d, SID, 1 + i, &space[i]);
	}
	for (unsigned int i = 0; i < SPACES; i++) {
		flow_with_pasid(1 + i);
		EXPECT_READS(SID, IOVA, PAGE_0 + i * 0x1000);
	}
	/* A page of the second stage: it may be anywhere in any of them. */
	flow_store(driver_tree_slot(&d, &space[0].ss, GUEST_0 + 5 * 0x1000, 1),
		   PAGE_1 | TABLES_RW);
	driver_inv_iotlb_page(&d, DID, GUEST_0 + 5 * 0x1000, 0, true);
	for (unsigned int i = 0; i < SPACES; i++) {
		flow_with_pasid(1 + i);
		EXPECT_READS(SID, IOVA, i == 5 ? PAGE_1 : PAGE_0 + i * 0x1000);
	}
}
