/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

/*
 * VT-d 6.2.2.1 wants one table per domain id. Software that breaks this may
 * get either translation, but this block keeps the tables apart.
 */
FLOW(map_domain_two_tables, "two tables under one domain id do not mix")
{
	struct driver d;

	driver_start_mapped(&d);
	driver_attach(&d, SID + 1, DID, 4);
	driver_map(&d, SID + 1, IOVA, PAGE_1, TABLES_PAGE_4K, TABLES_RW);
	driver_attach(&d, SID + 2, DID, 3);
	driver_map(&d, SID + 2, IOVA, PAGE_0 + 0x1000, TABLES_PAGE_4K,
		   TABLES_RW);
	for (unsigned int i = 0; i < 2; i++) {
		EXPECT_READS(SID, IOVA, PAGE_0);
		EXPECT_READS(SID + 1, IOVA, PAGE_1);
		EXPECT_READS(SID + 2, IOVA, PAGE_0 + 0x1000);
	}
	driver_map(&d, SID, IOVA, PAGE_1 + 0x1000, TABLES_PAGE_4K, TABLES_RW);
	driver_map(&d, SID + 1, IOVA, PAGE_1 + 0x2000, TABLES_PAGE_4K,
		   TABLES_RW);
	driver_map(&d, SID + 2, IOVA, PAGE_1 + 0x3000, TABLES_PAGE_4K,
		   TABLES_RW);
	driver_inv_iotlb_page(&d, DID, IOVA, 0, false);
	EXPECT_READS(SID, IOVA, PAGE_1 + 0x1000);
	EXPECT_READS(SID + 1, IOVA, PAGE_1 + 0x2000);
	EXPECT_READS(SID + 2, IOVA, PAGE_1 + 0x3000);
}
