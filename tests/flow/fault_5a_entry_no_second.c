/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

/*
 * VT-d 9.6: AW, SSADE and SSPTPTR without SSTS; SRE without SRS, EAFE
 * without EAFS.
 */
FLOW_WITH(fault_5a_entry_no_second, flow_first,
	  "SPT.3: second-stage fields where there is none")
{
	struct scalable_pasid space;
	struct driver d;

	uint64_t slot;

	driver_start_space(&d, &space, SCALABLE_FIRST);
	slot = driver_pasid_slot(&d, SID, 0);
	EXPECT_SPOILED(&d, slot, BIT(2), VTD_FAULT_SPT_3);
	EXPECT_SPOILED(&d, slot, BIT(9), VTD_FAULT_SPT_3);
	EXPECT_SPOILED(&d, slot, BIT(12), VTD_FAULT_SPT_3);
	EXPECT_SPOILED(&d, slot + 16, BIT(0), VTD_FAULT_SPT_3);
	EXPECT_SPOILED(&d, slot + 16, BIT(7), VTD_FAULT_SPT_3);
}
