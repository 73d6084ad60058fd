/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

/* A large page becomes a table of small ones, and back (VT-d 6.5.3.3). */
FLOW(inv_split, "pages can be split and joined")
{
	struct driver d;
	uint64_t iova = UINT64_C(0x10000000);

	driver_start(&d);
	driver_attach(&d, SID, DID, 3);
	for (unsigned int i = 0; i < 2; i++) {
		driver_map(&d, SID, iova, PAGE_0, TABLES_PAGE_2M, TABLES_RW);
		driver_inv_iotlb_page(&d, DID, iova, 9, false);
		EXPECT_READS(SID, iova, PAGE_0);
		EXPECT_READS(SID, iova + 0x5000, PAGE_0 + 0x5000);

		driver_unmap(&d, SID, iova);
		driver_map(&d, SID, iova + 0x5000, PAGE_1, TABLES_PAGE_4K,
			   TABLES_RW);
		driver_inv_iotlb_page(&d, DID, iova, 9, false);
		EXPECT_READS(SID, iova + 0x5000, PAGE_1);
		EXPECT_BLOCKED(SID, FLOW_READ, iova, VTD_FAULT_LGN_3);
	}
}
