/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

/* VT-d 3.14: with CAP.ZLR a zero-length read may use a write-only page. */
FLOW(map_zero_length, "zero-length reads are checked and touch no memory")
{
	struct driver d;

	driver_start_mapped(&d);
	driver_map(&d, SID, IOVA + 0x1000, PAGE_1, TABLES_PAGE_4K, TABLES_W);
	flow_target_mem_fail(PAGE_0, 0x1000, true);
	flow_target_mem_fail(PAGE_1, 0x1000, true);
	for (unsigned int i = 0; i < 2; i++) {
		EXPECT(flow_access(SID, FLOW_ZLR, IOVA));
		EXPECT(flow_access(SID, FLOW_ZLR, IOVA + 0x1000));
		EXPECT_BLOCKED(SID, FLOW_ZLR, IOVA + 0x2000, VTD_FAULT_LGN_3);
	}
}
