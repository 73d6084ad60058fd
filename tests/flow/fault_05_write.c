/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

/* VT-d 7.1.3, LGN.2: a write without write permission. */
FLOW(fault_05_write, "writes to read-only and unmapped pages are blocked")
{
	struct driver d;

	driver_start_mapped(&d);
	driver_map(&d, SID, IOVA + 0x1000, PAGE_1, TABLES_PAGE_4K, TABLES_R);
	flow_store(PAGE_1, 55);
	EXPECT_BLOCKED(SID, FLOW_WRITE, IOVA + 0x1000, VTD_FAULT_LGN_2);
	EXPECT_READS(SID, IOVA + 0x1000, PAGE_1);
	flow_store(PAGE_1, 55);
	EXPECT_BLOCKED(SID, FLOW_WRITE, IOVA + 0x1000, VTD_FAULT_LGN_2);
	EXPECT_EQUAL(flow_load(PAGE_1), 55);
	EXPECT_BLOCKED(SID, FLOW_WRITE, IOVA + 0x2000, VTD_FAULT_LGN_2);
	EXPECT_BLOCKED(SID, FLOW_WRITE, UINT64_C(0x7f0000000000),
		       VTD_FAULT_LGN_2);
}
