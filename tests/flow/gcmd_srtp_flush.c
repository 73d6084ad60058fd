/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

/* VT-d 11.4.2, ESRTPS: SRTP itself invalidates all caches of DMA remapping. */
FLOW(gcmd_srtp_flush, "with CAP.ESRTPS, SRTP alone drops every translation")
{
	struct driver d;

	driver_start_mapped(&d);
	driver_map(&d, SID, IOVA + 0x1000, PAGE_0, TABLES_PAGE_4K, TABLES_RW);
	EXPECT_READS(SID, IOVA, PAGE_0);
	EXPECT_READS(SID, IOVA + 0x1000, PAGE_0);

	/* The same tables, changed: nothing cached of them may be left. */
	driver_map(&d, SID, IOVA, PAGE_1, TABLES_PAGE_4K, TABLES_RW);
	driver_set_root(&d);
	EXPECT_READS(SID, IOVA, PAGE_1);

	driver_new_tables(&d);
	driver_attach(&d, SID, DID, 4);
	driver_map(&d, SID, IOVA, PAGE_0 + 0x5000, TABLES_PAGE_4K, TABLES_RW);
	driver_set_root(&d);
	EXPECT_READS(SID, IOVA, PAGE_0 + 0x5000);
	EXPECT_BLOCKED(SID, FLOW_READ, IOVA + 0x1000, VTD_FAULT_LGN_3);
}
