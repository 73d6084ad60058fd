/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

/* VT-d 6.5.3.3: after rights were taken away an invalidation enforces it. */
FLOW(inv_permission, "rights taken away are gone after invalidation")
{
	struct driver d;

	driver_start_mapped(&d);
	EXPECT_WRITES(SID, IOVA, PAGE_0);
	driver_map(&d, SID, IOVA, PAGE_0, TABLES_PAGE_4K, TABLES_R);
	driver_inv_iotlb_page(&d, DID, IOVA, 0, true);
	EXPECT_BLOCKED(SID, FLOW_WRITE, IOVA, VTD_FAULT_LGN_2);
	EXPECT_READS(SID, IOVA, PAGE_0);
	driver_map(&d, SID, IOVA, PAGE_0, TABLES_PAGE_4K, TABLES_W);
	driver_inv_iotlb_page(&d, DID, IOVA, 0, true);
	EXPECT_BLOCKED(SID, FLOW_READ, IOVA, VTD_FAULT_LGN_3);
	EXPECT_WRITES(SID, IOVA, PAGE_0);
	driver_map(&d, SID, IOVA, PAGE_0, TABLES_PAGE_4K, TABLES_RW);
	driver_inv_iotlb_page(&d, DID, IOVA, 0, true);
	EXPECT_READS(SID, IOVA, PAGE_0);
	EXPECT_WRITES(SID, IOVA, PAGE_0);
}
