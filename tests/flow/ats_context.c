/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

FLOW_WITH(ats_context, flow_ats_legacy,
	  "2h, 3h, 9h, Bh, Dh for translation and translated requests")
{
	static struct ats_world w;
	uint64_t slot;

	ats_world_start(&w);
	slot = driver_context_slot(&w.d, SID);
	EXPECT_ROW_SPOILED(&w, slot, 1, VTD_FAULT_LCT_2, ROW_UR, ROW_BLOCKED,
			   ROW_OTHER_SKIP);
	/* AW 7; TT 11. */
	EXPECT_ROW_SPOILED(&w, slot + 8, 5, VTD_FAULT_LCT_4, ROW_CA,
			   ROW_BLOCKED, ROW_OTHER_SKIP);
	EXPECT_ROW_SPOILED(&w, slot, BIT(3), VTD_FAULT_LCT_4, ROW_CA,
			   ROW_BLOCKED, ROW_OTHER_SKIP);
	EXPECT_ROW_SPOILED(&w, slot, BIT(4), VTD_FAULT_LCT_3, ROW_CA,
			   ROW_BLOCKED, ROW_OTHER_SKIP);
	EXPECT_ROW_SPOILED(&w, slot + 8, BIT(63), VTD_FAULT_LCT_3, ROW_CA,
			   ROW_BLOCKED, ROW_OTHER_SKIP);
	EXPECT_ROW_UNREADABLE(&w, slot, 16, VTD_FAULT_LCT_1, ROW_CA,
			      ROW_BLOCKED, ROW_OTHER_SKIP);
	/* TT 00 and 10 (VT-d 9.3). */
	EXPECT_ROW_SPOILED(&w, slot, BIT(2), VTD_FAULT_LCT_5, ROW_UR,
			   ROW_BLOCKED, ROW_OTHER_SKIP);
	EXPECT_ROW_SPOILED(&w, slot, BIT(2) | BIT(3), VTD_FAULT_LCT_5, ROW_UR,
			   ROW_BLOCKED, ROW_OTHER_SKIP);
}
