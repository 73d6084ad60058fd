/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

/* VT-d 3.14: without CAP.ZLR a zero-length read needs read permission. */
FLOW_WITH(map_zero_length_strict, flow_minimal,
	  "without CAP.ZLR, zero-length reads need R")
{
	struct driver d;

	driver_start_mapped(&d);
	driver_map(&d, SID, IOVA + 0x1000, PAGE_1, TABLES_PAGE_4K, TABLES_W);
	EXPECT(flow_access(SID, FLOW_ZLR, IOVA));
	EXPECT_WRITES(SID, IOVA + 0x1000, PAGE_1);
	EXPECT_BLOCKED(SID, FLOW_ZLR, IOVA + 0x1000, VTD_FAULT_LGN_3);
}
