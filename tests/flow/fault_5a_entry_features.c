/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

/*
 * VT-d 9.6: SSADE, the upper half of DID (8-bit domains here), PWSNP,
 * PGSNP, SRE, and all that is of the first stage.
 */
FLOW_WITH(fault_5a_entry_features, flow_second,
	  "SPT.3: PASID entry fields of features that are absent")
{
	struct scalable_pasid space;
	struct driver d;
	uint64_t slot;

	driver_start_space(&d, &space, SCALABLE_SECOND);
	slot = driver_pasid_slot(&d, SID, 0);
	EXPECT_SPOILED(&d, slot, BIT(9), VTD_FAULT_SPT_3);
	EXPECT_SPOILED(&d, slot + 8, BIT(8), VTD_FAULT_SPT_3);
	EXPECT_SPOILED(&d, slot + 8, BIT(15), VTD_FAULT_SPT_3);
	EXPECT_SPOILED(&d, slot + 8, BIT(23), VTD_FAULT_SPT_3);
	EXPECT_SPOILED(&d, slot + 8, BIT(24), VTD_FAULT_SPT_3);
	EXPECT_SPOILED(&d, slot + 16, BIT(0), VTD_FAULT_SPT_3);
	EXPECT_SPOILED(&d, slot + 16, BIT(2), VTD_FAULT_SPT_3);
	EXPECT_SPOILED(&d, slot + 16, BIT(4), VTD_FAULT_SPT_3);
	EXPECT_SPOILED(&d, slot + 16, BIT(7), VTD_FAULT_SPT_3);
	EXPECT_SPOILED(&d, slot + 16, BIT(12), VTD_FAULT_SPT_3);
}
