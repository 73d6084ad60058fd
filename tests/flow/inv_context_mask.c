/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

/* VT-d 6.5.2.1, FM: 1 masks bit 2, 2 bits 2:1, 3 bits 2:0 of the source id. */
static const uint16_t mask[] = { 0, 4, 6, 7 };

static void attach_all(struct driver *d, uint16_t did, uint64_t pa)
{
	driver_attach(d, SID, did, 4);
	driver_map(d, SID, IOVA, pa, TABLES_PAGE_4K, TABLES_RW);
	for (uint16_t f = 1; f < 8; f++)
		EXPECT(!tables_share(&d->tables, SID + f, SID));
}

FLOW(inv_context_mask, "the function mask of a context invalidation is used")
{
	struct driver d;

	driver_start(&d);
	for (unsigned int fm = 0; fm < 4; fm++) {
		attach_all(&d, DID, PAGE_0);
		driver_inv_all(&d);
		for (uint16_t f = 0; f < 8; f++)
			EXPECT_READS(SID + f, IOVA, PAGE_0);
		attach_all(&d, DID_2, PAGE_1);
		driver_inv_context_device(&d, DID, SID + 3, fm);
		driver_inv_iotlb_domain(&d, DID);
		for (uint16_t f = 0; f < 8; f++) {
			if (!((f ^ 3) & ~mask[fm]))
				EXPECT_READS(SID + f, IOVA, PAGE_1);
		}
	}
}
