/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

/*
 * VT-d 6.5.2.3: what overlaps the range goes, so invalidating one 4K page of a
 * large page drops the large page.
 */
static void try_size(struct driver *d, uint64_t iova, uint64_t size)
{
	driver_map(d, SID, iova, PAGE_0, size, TABLES_RW);
	EXPECT_READS(SID, iova, PAGE_0);
	EXPECT_READS(SID, iova + size - 0x1000, PAGE_0 + size - 0x1000);
	driver_map(d, SID, iova, PAGE_1, size, TABLES_RW);
	driver_inv_iotlb_page(d, DID, iova + size / 2, 0, true);
	EXPECT_READS(SID, iova + size / 2, PAGE_1 + size / 2);
	EXPECT_WRITES(SID, iova + size / 2 + 8, PAGE_1 + size / 2 + 8);
	driver_unmap(d, SID, iova);
	driver_inv_iotlb_page(d, DID, iova + size / 2 + 0x1000, 0, true);
	EXPECT_BLOCKED(SID, FLOW_READ, iova + size / 2 + 0x1000,
		       VTD_FAULT_LGN_3);
}

FLOW(inv_superpage, "a 4K invalidation inside a large page drops it")
{
	struct driver d;

	driver_start(&d);
	driver_attach(&d, SID, DID, 4);
	try_size(&d, UINT64_C(0x10000000), TABLES_PAGE_2M);
	try_size(&d, UINT64_C(0x100000000), TABLES_PAGE_1G);
}
