/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

/* VT-d 6.5.2.3: domain-selective; every source of the domain sees it. */
FLOW(inv_domain, "a domain invalidation reaches every source of the domain")
{
	struct driver d;

	driver_start_mapped(&d);
	EXPECT(!tables_share(&d.tables, SID + 1, SID));
	EXPECT(!tables_share(&d.tables, SID_2, SID));
	EXPECT_READS(SID, IOVA, PAGE_0);
	EXPECT_READS(SID + 1, IOVA, PAGE_0);
	EXPECT_READS(SID_2, IOVA, PAGE_0);
	driver_map(&d, SID, IOVA, PAGE_1, TABLES_PAGE_4K, TABLES_RW);
	driver_inv_iotlb_domain(&d, DID);
	EXPECT_READS(SID, IOVA, PAGE_1);
	EXPECT_READS(SID + 1, IOVA, PAGE_1);
	EXPECT_READS(SID_2, IOVA, PAGE_1);
}
