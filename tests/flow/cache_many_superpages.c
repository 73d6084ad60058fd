/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

/* More large pages than there are entries for them. */
#define PAGES 24U

FLOW(cache_many_superpages, "more large pages than entries stay apart")
{
	struct driver d;

	driver_start(&d);
	driver_attach(&d, SID, DID, 4);
	for (unsigned int i = 0; i < PAGES; i++)
		driver_map(&d, SID, PAGE_0 + i * TABLES_PAGE_2M,
			   PAGE_1 + (PAGES - i) * TABLES_PAGE_2M,
			   TABLES_PAGE_2M, TABLES_RW);
	for (unsigned int turn = 0; turn < 3; turn++) {
		for (unsigned int i = 0; i < PAGES; i++)
			EXPECT_READS(SID,
				     PAGE_0 + i * TABLES_PAGE_2M + i * 0x1000,
				     PAGE_1 + (PAGES - i) * TABLES_PAGE_2M +
					     i * 0x1000);
	}
}
