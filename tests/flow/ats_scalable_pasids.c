/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

/* VT-d 7.1.3: SCT.6, SCT.7, SCT.9, and what they leave alone. */
FLOW_WITH(ats_scalable_pasids, flow_ats_scalable,
	  "45h, 46h, 48h: the PASID of translation and page requests")
{
	static struct ats_world w;
	uint64_t slot;

	ats_world_start_space(&w, SCALABLE_SECOND);
	slot = driver_scontext_slot(&w.d, SID);
	EXPECT_ROW_SPOILED(&w, slot, BIT(3), 0, ROW_PASSES, ROW_OTHER_PASSES,
			   ROW_OTHER_PASSES);
	flow_with_pasid(PASID);
	EXPECT_ROW_SPOILED(&w, slot, BIT(3), VTD_FAULT_SCT_6, ROW_UR,
			   ROW_OTHER_SKIP, ROW_BLOCKED);
	flow_with_pasid(0x2000);
	EXPECT_ROW(&w, VTD_FAULT_SCT_7, ROW_UR, ROW_OTHER_SKIP, ROW_BLOCKED);
	flow_with_pasid(0);
	EXPECT_ROW(&w, VTD_FAULT_SCT_9, ROW_UR, ROW_OTHER_SKIP, ROW_BLOCKED);
}
