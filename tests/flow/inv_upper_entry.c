/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

/*
 * VT-d 6.5.2.3, IH: an upper entry that changed needs IH = 0, which drops the
 * paging-structure caches too.
 */
FLOW(inv_upper_entry, "a replaced table is seen after invalidation with IH = 0")
{
	struct driver d;

	driver_start_mapped(&d);
	for (unsigned int level = 2; level <= 4; level++) {
		uint64_t slot = driver_slot(&d, SID, IOVA, level);
		uint64_t old = flow_load(slot);

		EXPECT_READS(SID, IOVA, PAGE_0);
		flow_store(slot, 0);
		driver_map(&d, SID, IOVA, PAGE_1, TABLES_PAGE_4K, TABLES_RW);
		driver_inv_iotlb_page(&d, DID, IOVA, 0, false);
		EXPECT_READS(SID, IOVA, PAGE_1);
		flow_store(slot, old);
		driver_inv_iotlb_page(&d, DID, IOVA, 0, false);
	}
	EXPECT_READS(SID, IOVA, PAGE_0);
}
