/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

/* VT-d 3.7: five levels, and pages high up in host memory. */
FLOW_WITH(map_five_levels, flow_wide, "every page size maps below five levels")
{
	struct driver d;
	uint64_t high = UINT64_C(0x123456780000000);
	uint64_t far = UINT64_C(0x000fedc0c0000000);

	driver_start(&d);
	driver_attach(&d, SID, DID, 5);
	driver_map(&d, SID, high, PAGE_0, TABLES_PAGE_4K, TABLES_RW);
	driver_map(&d, SID, high + TABLES_PAGE_2M, far, TABLES_PAGE_2M,
		   TABLES_RW);
	driver_map(&d, SID, high + 2 * TABLES_PAGE_1G, far, TABLES_PAGE_1G,
		   TABLES_RW);
	driver_map(&d, SID, IOVA, far, TABLES_PAGE_4K, TABLES_RW);
	EXPECT_READS(SID, high + 0xff8, PAGE_0 + 0xff8);
	EXPECT_WRITES(SID, high + TABLES_PAGE_2M + 0x1ffff8, far + 0x1ffff8);
	EXPECT_READS(SID, high + 2 * TABLES_PAGE_1G + 0x3ffffff8,
		     far + 0x3ffffff8);
	EXPECT_READS(SID, IOVA, far);
	EXPECT_BLOCKED(SID, FLOW_READ, high + 0x1000, VTD_FAULT_LGN_3);
}
