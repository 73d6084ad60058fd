/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

/*
 * VT-d 6.5.2.1, 6.5.3.3: a changed context entry needs a context invalidation
 * of any granularity, then one of the domain.
 */
FLOW(inv_context_queue, "a changed context entry is seen after invalidation")
{
	struct driver d;

	driver_start_mapped(&d);
	for (unsigned int g = DESC_GLOBAL; g <= DESC_FINE; g++) {
		EXPECT_READS(SID, IOVA, PAGE_0);
		driver_attach(&d, SID, DID, 3);
		driver_map(&d, SID, IOVA, PAGE_1, TABLES_PAGE_4K, TABLES_RW);
		driver_queue(&d, driver_desc_context(g, DID, SID, 0));
		driver_queue(&d, driver_desc_iotlb(DESC_DOMAIN, DID, 0, 0, 0));
		driver_sync(&d);
		EXPECT_READS(SID, IOVA, PAGE_1);
		driver_map(&d, SID, IOVA, PAGE_0, TABLES_PAGE_4K, TABLES_RW);
		driver_inv_iotlb_page(&d, DID, IOVA, 0, true);
	}
	EXPECT(!tables_detach(&d.tables, SID));
	driver_inv_context_device(&d, DID, SID, 0);
	driver_inv_iotlb_domain(&d, DID);
	EXPECT_BLOCKED(SID, FLOW_READ, IOVA, VTD_FAULT_LCT_2);
}
