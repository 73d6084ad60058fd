/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

/* VT-d 7.1.3, LGN.1.1, five levels. */
FLOW_WITH(fault_04_width_57, flow_wide, "addresses beyond 57 bits are blocked")
{
	struct driver d;
	uint64_t end = UINT64_C(1) << 57;

	driver_start(&d);
	driver_attach(&d, SID, DID, 5);
	driver_map(&d, SID, end - 0x1000, PAGE_0, TABLES_PAGE_4K, TABLES_RW);
	EXPECT_READS(SID, end - 0x1000, PAGE_0);
	EXPECT_BLOCKED(SID, FLOW_READ, end, VTD_FAULT_LGN_1);
	EXPECT_BLOCKED(SID, FLOW_WRITE, end | IOVA, VTD_FAULT_LGN_1);
}
