/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

/*
 * VT-d 7.1.3, LGN.4: the address after translation lies in the interrupt range.
 * Only the bytes accessed count, not the whole page.
 */
#define FEE UINT64_C(0xfee00000)

FLOW(fault_0e_output, "no mapping of any size leads into the interrupt range")
{
	struct driver d;
	uint64_t giga = UINT64_C(0x100000000), mega = UINT64_C(0x10000000);

	driver_start(&d);
	driver_attach(&d, SID, DID, 4);
	driver_map(&d, SID, IOVA, FEE + 0xff000, TABLES_PAGE_4K, TABLES_RW);
	driver_map(&d, SID, mega, FEE, TABLES_PAGE_2M, TABLES_RW);
	driver_map(&d, SID, giga, UINT64_C(0xc0000000), TABLES_PAGE_1G,
		   TABLES_RW);
	for (unsigned int i = 0; i < 2; i++) {
		EXPECT_BLOCKED(SID, FLOW_READ, IOVA, VTD_FAULT_LGN_4);
		EXPECT_BLOCKED(SID, FLOW_WRITE, mega, VTD_FAULT_LGN_4);
		EXPECT_READS(SID, mega + 0x100000, FEE + 0x100000);
		EXPECT_READS(SID, giga, UINT64_C(0xc0000000));
		EXPECT_BLOCKED(SID, FLOW_WRITE, giga + 0x3ee00ff8,
			       VTD_FAULT_LGN_4);
		EXPECT_WRITES(SID, giga + 0x3ed00000, FEE - 0x100000);
	}
	EXPECT_MESSAGES(0, 0, 0);
}
