/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

/*
 * After an invalidation completed, the table it unlinked is the host's again:
 * whatever is written there must not be taken for entries.
 */
FLOW(inv_freed_table, "a table that was unlinked is never read again")
{
	struct driver d;
	uint64_t table, slot;

	driver_start_mapped(&d);
	driver_map(&d, SID, IOVA + 0x1000, PAGE_0 + 0x1000, TABLES_PAGE_4K,
		   TABLES_RW);
	EXPECT_READS(SID, IOVA, PAGE_0);
	table = driver_slot(&d, SID, IOVA, 1) & ~UINT64_C(0xfff);
	slot = driver_slot(&d, SID, IOVA, 2);
	flow_store(slot, 0);
	driver_inv_iotlb_page(&d, DID, IOVA, 9, false);
	for (unsigned int i = 0; i < 512; i++)
		flow_store(table + i * 8, PAGE_1 | TABLES_RW);
	EXPECT_BLOCKED(SID, FLOW_READ, IOVA, VTD_FAULT_LGN_3);
	EXPECT_BLOCKED(SID, FLOW_WRITE, IOVA + 0x1000, VTD_FAULT_LGN_2);
	EXPECT_BLOCKED(SID, FLOW_READ, IOVA + 0x3000, VTD_FAULT_LGN_3);
}
