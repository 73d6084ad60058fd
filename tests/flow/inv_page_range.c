/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

/*
 * VT-d 6.5.2.3: AM = n covers 2^n pages; the low n bits of the address do not
 * count, so an address inside the range does as well.
 */
#define PAGES 16U

static void map_all(struct driver *d, uint64_t pa)
{
	for (unsigned int i = 0; i < PAGES; i++)
		driver_map(d, SID, IOVA + i * 0x1000, pa + i * 0x1000,
			   TABLES_PAGE_4K, TABLES_RW);
}

static void read_range(unsigned int first, unsigned int count, uint64_t pa)
{
	for (unsigned int i = first; i < first + count; i++)
		EXPECT_READS(SID, IOVA + i * 0x1000, pa + i * 0x1000);
}

FLOW(inv_page_range, "an invalidation covers its whole range of pages")
{
	struct driver d;

	driver_start(&d);
	driver_attach(&d, SID, DID, 4);
	map_all(&d, PAGE_0);
	for (unsigned int am = 0; am <= 4; am++) {
		unsigned int count = 1U << am;
		unsigned int first = 8 & ~(count - 1);

		read_range(0, PAGES, PAGE_0);
		map_all(&d, PAGE_1);
		/* The last page of the range: an unaligned base. */
		driver_inv_iotlb_page(&d, DID,
				      IOVA + (first + count - 1) * 0x1000, am,
				      false);
		read_range(first, count, PAGE_1);
		map_all(&d, PAGE_0);
		driver_inv_iotlb_domain(&d, DID);
	}
	read_range(0, PAGES, PAGE_0);
}
