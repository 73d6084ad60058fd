/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

/* AM up to CAP.MAMV: 1 GiB at once. */
FLOW(inv_page_huge, "an invalidation may cover a gigabyte")
{
	struct driver d;
	uint64_t step = UINT64_C(0x01234000);

	driver_start(&d);
	driver_attach(&d, SID, DID, 4);
	for (unsigned int i = 0; i < 40; i++)
		driver_map(&d, SID, PAGE_0 + i * step, PAGE_0 + i * 0x1000,
			   TABLES_PAGE_4K, TABLES_RW);
	for (unsigned int i = 0; i < 40; i++)
		EXPECT_READS(SID, PAGE_0 + i * step, PAGE_0 + i * 0x1000);
	for (unsigned int i = 0; i < 40; i++)
		driver_map(&d, SID, PAGE_0 + i * step, PAGE_1 + i * 0x1000,
			   TABLES_PAGE_4K, TABLES_RW);
	driver_inv_iotlb_page(&d, DID, PAGE_0 + step, 18, true);
	for (unsigned int i = 0; i < 40; i++)
		EXPECT_READS(SID, PAGE_0 + i * step, PAGE_1 + i * 0x1000);
}
