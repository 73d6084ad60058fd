/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

FLOW_WITH(ats_scalable_context, flow_ats_scalable,
	  "40h to 44h, 47h for every kind of request")
{
	static struct ats_world w;
	uint64_t slot;

	ats_world_start_space(&w, SCALABLE_SECOND);
	slot = driver_scontext_slot(&w.d, SID);
	for (unsigned int pasid = 0; pasid < 2; pasid++) {
		EXPECT_ROW_SPOILED(&w, slot, 1, VTD_FAULT_SCT_2, ROW_UR,
				   ROW_BLOCKED, ROW_BLOCKED);
		EXPECT_ROW_SPOILED(&w, slot, BIT(7), VTD_FAULT_SCT_3, ROW_CA,
				   ROW_BLOCKED, ROW_BLOCKED);
		EXPECT_ROW_SPOILED(&w, slot + 24, BIT(9), VTD_FAULT_SCT_3,
				   ROW_CA, ROW_BLOCKED, ROW_BLOCKED);
		EXPECT_ROW_UNREADABLE(&w, slot, 32, VTD_FAULT_SCT_1, ROW_CA,
				      ROW_BLOCKED, ROW_BLOCKED);
		/* PRE without DTE; RID_PASID beyond the directory. */
		EXPECT_ROW_SPOILED(&w, slot, BIT(2), VTD_FAULT_SCT_4, ROW_CA,
				   ROW_BLOCKED, ROW_BLOCKED);
		EXPECT_ROW_SPOILED(&w, slot + 8, BIT(15), VTD_FAULT_SCT_4,
				   ROW_CA, ROW_BLOCKED, ROW_BLOCKED);
		/* Neither DTE nor PRE; then PRE alone. */
		EXPECT_ROW_SPOILED(&w, slot, BIT(2) | BIT(4), VTD_FAULT_SCT_5,
				   ROW_UR, ROW_BLOCKED, ROW_OTHER_SKIP);
		EXPECT_ROW_SPOILED(&w, slot, BIT(4), VTD_FAULT_SCT_8,
				   ROW_PASSES, ROW_OTHER_PASSES, ROW_BLOCKED);
		flow_with_pasid(PASID);
	}
}
