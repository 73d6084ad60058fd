/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

/* VT-d 6.5.3.3: a domain id given to another table after its invalidation. */
FLOW(inv_domain_reuse, "a domain id can be used again for another table")
{
	struct driver d;

	driver_start_mapped(&d);
	for (unsigned int i = 0; i < 40; i++) {
		uint64_t pa = PAGE_1 + i * 0x1000;

		driver_attach(&d, SID, DID, 3 + i % 2);
		driver_map(&d, SID, IOVA, pa, TABLES_PAGE_4K, TABLES_RW);
		driver_inv_context_domain(&d, DID);
		driver_inv_iotlb_domain(&d, DID);
		EXPECT_READS(SID, IOVA, pa);
		EXPECT_WRITES(SID, IOVA + 8, pa + 8);
	}
}
