/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

/* VT-d 7.1.3, LCT.4.1: AW is reserved or not in CAP.SAGAW. */
FLOW(fault_03_aw, "address widths that do not exist are refused")
{
	struct driver d;
	uint64_t slot, hi;

	driver_start_mapped(&d);
	slot = driver_context_slot(&d, SID);
	hi = flow_load(slot + 8);
	for (unsigned int aw = 0; aw < 8; aw++) {
		flow_store(slot + 8, (hi & ~UINT64_C(7)) | aw);
		if (aw != 1 && aw != 2)
			EXPECT_BLOCKED(SID, FLOW_READ, IOVA, VTD_FAULT_LCT_4);
	}
	flow_store(slot + 8, hi);
	EXPECT_READS(SID, IOVA, PAGE_0);
}
