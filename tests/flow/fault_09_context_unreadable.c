/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

/* VT-d 7.1.3, LCT.1: the context entry cannot be read. */
FLOW(fault_09_context_unreadable, "an unreadable context table is a fault")
{
	struct driver d;
	uint64_t table;

	driver_start_mapped(&d);
	table = driver_context_slot(&d, SID) & ~UINT64_C(0xfff);
	flow_target_mem_fail(table, 0x1000, true);
	EXPECT_BLOCKED(SID, FLOW_READ, IOVA, VTD_FAULT_LCT_1);
	EXPECT_BLOCKED(SID + 1, FLOW_ZLR, IOVA, VTD_FAULT_LCT_1);
	flow_target_mem_fail(table, 0x1000, false);
	EXPECT_READS(SID, IOVA, PAGE_0);
}
