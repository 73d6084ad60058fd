/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

FLOW_WITH(qemu_g8_large_page, flow_scalable,
	  "G8: a large page around the interrupt range is open beside it")
{
	struct scalable_pasid space;
	struct driver d;
	uint64_t at = 3 * TABLES_PAGE_1G, fee = UINT64_C(0xfee00000);

	driver_start_space(&d, &space, SCALABLE_SECOND);
	driver_tree_map(&d, &space.ss, 5 * TABLES_PAGE_1G, at, TABLES_PAGE_1G,
			TABLES_RW);
	at = 5 * TABLES_PAGE_1G - at;
	for (unsigned int i = 0; i < 2; i++) {
		EXPECT_READS(SID, at + fee - 8, fee - 8);
		EXPECT_BLOCKED(SID, FLOW_READ, at + fee, VTD_FAULT_SGN_8);
		EXPECT_BLOCKED(SID, FLOW_WRITE, at + fee + 0xffff8,
			       VTD_FAULT_SGN_8);
		EXPECT_WRITES(SID, at + fee + 0x100000, fee + 0x100000);
		EXPECT_READS(SID, 5 * TABLES_PAGE_1G, 3 * TABLES_PAGE_1G);
	}
}
