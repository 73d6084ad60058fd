/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

/*
 * VT-d 11.4.6.1: context commands by register; each is followed by an IOTLB
 * invalidation of the domain (6.5.1.1).
 */
FLOW_WITH(inv_reg_context, flow_minimal,
	  "a changed context entry is seen after CCMD and IOTLB commands")
{
	struct driver d;

	driver_start_mapped(&d);
	for (unsigned int g = DESC_GLOBAL; g <= DESC_FINE; g++) {
		EXPECT_READS(SID, IOVA, PAGE_0);
		driver_attach(&d, SID, DID, 3);
		driver_map(&d, SID, IOVA, PAGE_1, TABLES_PAGE_4K, TABLES_RW);
		if (g == DESC_GLOBAL)
			driver_inv_context(&d);
		else if (g == DESC_DOMAIN)
			driver_inv_context_domain(&d, DID);
		else
			driver_inv_context_device(&d, DID, SID, 0);
		driver_inv_iotlb_domain(&d, DID);
		EXPECT_READS(SID, IOVA, PAGE_1);

		driver_map(&d, SID, IOVA, PAGE_0, TABLES_PAGE_4K, TABLES_RW);
		driver_inv_iotlb(&d);
	}
	EXPECT_READS(SID, IOVA, PAGE_0);
}
