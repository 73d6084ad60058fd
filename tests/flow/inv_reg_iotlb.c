/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

/* VT-d 11.4.6.3, 11.4.6.4: the three granularities by register. */
static void remap_and_flush(struct driver *d, uint64_t pa, unsigned int g)
{
	driver_map(d, SID, IOVA, pa, TABLES_PAGE_4K, TABLES_RW);
	if (g == DESC_GLOBAL)
		driver_inv_iotlb(d);
	else if (g == DESC_DOMAIN)
		driver_inv_iotlb_domain(d, DID);
	else
		driver_inv_iotlb_page(d, DID, IOVA, 0, false);
}

FLOW(inv_reg_iotlb, "IOTLB commands by register make new mappings visible")
{
	struct driver d;

	driver_init(&d);
	driver_attach(&d, SID, DID, 4);
	driver_map(&d, SID, IOVA, PAGE_0, TABLES_PAGE_4K, TABLES_RW);
	driver_set_root(&d);
	driver_translate(&d, true);
	for (unsigned int g = DESC_GLOBAL; g <= DESC_FINE; g++) {
		EXPECT_READS(SID, IOVA, PAGE_0);
		remap_and_flush(&d, PAGE_1, g);
		EXPECT_READS(SID, IOVA, PAGE_1);
		remap_and_flush(&d, PAGE_0, g);
	}
	EXPECT_READS(SID, IOVA, PAGE_0);
}
