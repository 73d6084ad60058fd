/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

/*
 * More domains than the block has tags: they take turns, and no domain ever
 * sees another's page.
 */
#define DOMAINS 300U

static uint16_t source(unsigned int i)
{
	return (uint16_t)(0x100 + i);
}

FLOW(cache_many_domains, "more domains than tags take turns without mixing")
{
	struct driver d;

	driver_start(&d);
	for (unsigned int i = 0; i < DOMAINS; i++) {
		driver_attach(&d, source(i), (uint16_t)(i + 1), 3);
		driver_map(&d, source(i), IOVA, PAGE_0 + i * 0x1000,
			   TABLES_PAGE_4K, TABLES_RW);
	}
	for (unsigned int turn = 0; turn < 2; turn++) {
		for (unsigned int i = 0; i < DOMAINS; i++)
			EXPECT_READS(source(i), IOVA, PAGE_0 + i * 0x1000);
	}
	for (unsigned int i = 0; i < DOMAINS; i += 37) {
		driver_map(&d, source(i), IOVA, PAGE_1, TABLES_PAGE_4K,
			   TABLES_RW);
		driver_inv_iotlb_page(&d, (uint16_t)(i + 1), IOVA, 0, true);
		EXPECT_READS(source(i), IOVA, PAGE_1);
	}
}
