/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

/*
 * VT-d 9.6: SSADE and SSPTPTR without SSTS; SRE without SRS, EAFE without EAFS.
 * AW is both reserved and ignored here; drivers write it all the same.
 */
FLOW_WITH(fault_5a_entry_no_second, flow_first,
	  "SPT.3: second-stage fields where there is none")
{
	struct scalable_pasid space;
	struct driver d;
	uint64_t slot;

	driver_start_space(&d, &space, SCALABLE_FIRST);
	slot = driver_pasid_slot(&d, SID, 0);
	flow_set(slot, 7 << 2);
	driver_inv_all(&d);
	EXPECT_READS(SID, IOVA, PAGE_0);
	EXPECT_SPOILED(&d, slot, BIT(9), VTD_FAULT_SPT_3);
	EXPECT_SPOILED(&d, slot, BIT(12), VTD_FAULT_SPT_3);
	EXPECT_SPOILED(&d, slot + 16, BIT(0), VTD_FAULT_SPT_3);
	EXPECT_SPOILED(&d, slot + 16, BIT(7), VTD_FAULT_SPT_3);
}
