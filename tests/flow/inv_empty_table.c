/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

/*
 * VT-d 6.5.3.3: who changes an upper entry invalidates, with IH = 0, the pages
 * that have translations through it, no others. 6.5.3.6: a table without any
 * may be cached all the same; it has to go with them, as it may be freed too.
 */
#define EMPTY (IOVA + 0x200000)

FLOW(inv_empty_table, "an empty table beside a flushed page is not kept")
{
	struct driver d;
	uint64_t table;

	driver_start_mapped(&d);
	driver_map(&d, SID, EMPTY, PAGE_0, TABLES_PAGE_4K, TABLES_RW);
	table = driver_slot(&d, SID, EMPTY, 1) & ~UINT64_C(0xfff);
	flow_store(driver_slot(&d, SID, EMPTY, 1), 0);
	EXPECT_READS(SID, IOVA, PAGE_0);
	EXPECT_BLOCKED(SID, FLOW_READ, EMPTY, VTD_FAULT_LGN_3);

	flow_store(driver_slot(&d, SID, IOVA, 3), 0);
	driver_inv_iotlb_page(&d, DID, IOVA, 0, false);
	for (unsigned int i = 0; i < 512; i++)
		flow_store(table + i * 8, PAGE_1 | TABLES_RW);
	EXPECT_BLOCKED(SID, FLOW_READ, EMPTY, VTD_FAULT_LGN_3);
	driver_map(&d, SID, EMPTY, PAGE_0, TABLES_PAGE_4K, TABLES_RW);
	EXPECT_READS(SID, EMPTY, PAGE_0);
}
