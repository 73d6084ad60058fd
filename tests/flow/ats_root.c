/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

FLOW_WITH(ats_root, flow_ats_legacy,
	  "1h, 8h, Ah for translation and translated requests")
{
	static struct ats_world w;
	uint64_t slot;

	ats_world_start(&w);
	slot = tables_root_slot(&w.d.tables, SID);
	EXPECT_ROW_SPOILED(&w, slot, 1, VTD_FAULT_LRT_2, ROW_UR, ROW_BLOCKED,
			   ROW_OTHER_SKIP);
	EXPECT_ROW_SPOILED(&w, slot, BIT(5), VTD_FAULT_LRT_3, ROW_CA,
			   ROW_BLOCKED, ROW_OTHER_SKIP);
	EXPECT_ROW_SPOILED(&w, slot + 8, BIT(63), VTD_FAULT_LRT_3, ROW_CA,
			   ROW_BLOCKED, ROW_OTHER_SKIP);
	EXPECT_ROW_UNREADABLE(&w, slot, 16, VTD_FAULT_LRT_1, ROW_CA,
			      ROW_BLOCKED, ROW_OTHER_SKIP);
}
