/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

/* VT-d 7.1.3, LGN.3: a read without read permission. */
FLOW(fault_06_read, "reads of write-only and unmapped pages are blocked")
{
	struct driver d;

	driver_start_mapped(&d);
	driver_map(&d, SID, IOVA + 0x1000, PAGE_1, TABLES_PAGE_4K, TABLES_W);
	EXPECT_BLOCKED(SID, FLOW_READ, IOVA + 0x1000, VTD_FAULT_LGN_3);
	EXPECT_WRITES(SID, IOVA + 0x1000, PAGE_1);
	EXPECT_BLOCKED(SID, FLOW_READ, IOVA + 0x1000, VTD_FAULT_LGN_3);
	EXPECT_BLOCKED(SID, FLOW_READ, IOVA + 0x2000, VTD_FAULT_LGN_3);
	EXPECT_BLOCKED(SID, FLOW_READ, 0, VTD_FAULT_LGN_3);
}
