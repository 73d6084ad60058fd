/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

/* VT-d 7.1.3, LCT.4.2: TT = 01 needs ECAP.DT, 11 is reserved. */
FLOW(fault_03_tt, "translation types that do not exist are refused")
{
	struct driver d;
	uint64_t slot, lo;

	driver_start_mapped(&d);
	slot = driver_context_slot(&d, SID);
	lo = flow_load(slot);
	flow_store(slot, lo | 1 << 2);
	EXPECT_BLOCKED(SID, FLOW_READ, IOVA, VTD_FAULT_LCT_4);
	flow_store(slot, lo | 3 << 2);
	EXPECT_BLOCKED(SID, FLOW_WRITE, IOVA, VTD_FAULT_LCT_4);
	flow_store(slot, lo);
	EXPECT_READS(SID, IOVA, PAGE_0);
}
