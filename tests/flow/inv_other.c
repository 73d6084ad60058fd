/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

/*
 * Invalidating another domain or page may do more than asked, but the right
 * one must still work after it (VT-d 6.5.2.3).
 */
FLOW(inv_other, "invalidations of other domains and pages do no harm")
{
	struct driver d;

	driver_start_mapped(&d);
	driver_attach(&d, SID + 1, DID_2, 4);
	driver_map(&d, SID + 1, IOVA, PAGE_1, TABLES_PAGE_4K, TABLES_RW);
	EXPECT_READS(SID, IOVA, PAGE_0);
	EXPECT_READS(SID + 1, IOVA, PAGE_1);
	driver_inv_iotlb_domain(&d, DID_2);
	driver_inv_iotlb_domain(&d, 0xffff);
	driver_inv_iotlb_page(&d, DID, IOVA + 0x100000, 4, false);
	driver_inv_iotlb_page(&d, DID_2, IOVA, 0, false);
	driver_inv_context_domain(&d, 0x1234);
	driver_inv_context_device(&d, DID, SID + 9, 0);
	EXPECT_READS(SID, IOVA, PAGE_0);
	EXPECT_READS(SID + 1, IOVA, PAGE_1);
	driver_map(&d, SID, IOVA, PAGE_0 + 0x1000, TABLES_PAGE_4K, TABLES_RW);
	driver_inv_iotlb_page(&d, DID, IOVA, 0, true);
	EXPECT_READS(SID, IOVA, PAGE_0 + 0x1000);
	EXPECT_READS(SID + 1, IOVA, PAGE_1);
}
