/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

/* VT-d 7.1.3, LGN.1.1: the address is beyond min(MGAW, AW). */
static void try_width(struct driver *d, uint16_t sid, unsigned int levels)
{
	uint64_t end = UINT64_C(1) << (12 + 9 * levels);

	driver_attach(d, sid, (uint16_t)(DID + levels), levels);
	driver_map(d, sid, end - 0x1000, PAGE_0, TABLES_PAGE_4K, TABLES_RW);
	EXPECT_READS(sid, end - 8, PAGE_0 + 0xff8);
	EXPECT_BLOCKED(sid, FLOW_READ, end, VTD_FAULT_LGN_1);
	EXPECT_BLOCKED(sid, FLOW_WRITE, end, VTD_FAULT_LGN_1);
	EXPECT_BLOCKED(sid, FLOW_READ, end << 1 | 0x1000, VTD_FAULT_LGN_1);
	EXPECT_BLOCKED(sid, FLOW_READ, (UINT64_C(1) << 63) | IOVA,
		       VTD_FAULT_LGN_1);
}

FLOW(fault_04_width, "addresses beyond 39 and 48 bits are blocked")
{
	struct driver d;

	driver_start(&d);
	try_width(&d, SID, 3);
	try_width(&d, SID + 1, 4);
}
