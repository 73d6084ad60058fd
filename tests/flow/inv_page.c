/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

/* VT-d 6.5.2.3: page-selective invalidation, with and without IH. */
FLOW(inv_page, "a page invalidation makes a new mapping visible")
{
	struct driver d;

	driver_start_mapped(&d);
	driver_map(&d, SID, IOVA + 0x1000, PAGE_1, TABLES_PAGE_4K, TABLES_RW);
	for (unsigned int i = 0; i < 4; i++) {
		uint64_t pa = i & 1 ? PAGE_0 : PAGE_1 + 0x8000;

		EXPECT_READS(SID, IOVA + 0x1000, PAGE_1);
		driver_map(&d, SID, IOVA, pa, TABLES_PAGE_4K, TABLES_RW);
		driver_inv_iotlb_page(&d, DID, IOVA, 0, i & 2);
		EXPECT_READS(SID, IOVA, pa);
		EXPECT_WRITES(SID, IOVA, pa);
	}
	driver_unmap(&d, SID, IOVA);
	driver_inv_iotlb_page(&d, DID, IOVA, 0, true);
	EXPECT_BLOCKED(SID, FLOW_READ, IOVA, VTD_FAULT_LGN_3);
	EXPECT_BLOCKED(SID, FLOW_WRITE, IOVA, VTD_FAULT_LGN_2);
}
