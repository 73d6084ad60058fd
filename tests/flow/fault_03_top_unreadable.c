/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

/* VT-d 7.1.3, LCT.4.3: the access through SSPTPTR fails. */
FLOW(fault_03_top_unreadable, "an unreadable top table is a context fault")
{
	struct driver d;
	uint64_t top;

	driver_start_mapped(&d);
	top = driver_slot(&d, SID, IOVA, 4) & ~UINT64_C(0xfff);
	flow_target_mem_fail(top, 0x1000, true);
	EXPECT_BLOCKED(SID, FLOW_READ, IOVA, VTD_FAULT_LCT_4);
	EXPECT_BLOCKED(SID, FLOW_WRITE, IOVA, VTD_FAULT_LCT_4);
	flow_target_mem_fail(top, 0x1000, false);
	EXPECT_READS(SID, IOVA, PAGE_0);
}
