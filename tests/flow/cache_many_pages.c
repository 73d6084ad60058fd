/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

/* More pages than any IOTLB of this block holds, each with its own bytes. */
#define PAGES 300U

FLOW(cache_many_pages, "more pages than the IOTLB holds stay apart")
{
	struct driver d;

	driver_start(&d);
	driver_attach(&d, SID, DID, 4);
	for (unsigned int i = 0; i < PAGES; i++)
		driver_map(&d, SID, IOVA + i * 0x1000,
			   PAGE_0 + (i * 7 % PAGES) * 0x1000, TABLES_PAGE_4K,
			   i % 5 ? TABLES_RW : TABLES_R);
	for (unsigned int turn = 0; turn < 2; turn++) {
		for (unsigned int i = 0; i < PAGES; i++)
			EXPECT_READS(SID, IOVA + i * 0x1000,
				     PAGE_0 + (i * 7 % PAGES) * 0x1000);
	}
	EXPECT_BLOCKED(SID, FLOW_WRITE, IOVA, VTD_FAULT_LGN_2);
	EXPECT_WRITES(SID, IOVA + 0x1000, PAGE_0 + 7 * 0x1000);
}
