/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

FLOW_WITH(ats_second, flow_ats_legacy,
	  "3h, 7h, Ch for translation requests, not for translated ones")
{
	static struct ats_world w;
	uint64_t slot;

	ats_world_start(&w);
	slot = driver_slot(&w.d, SID, IOVA, 4);
	EXPECT_ROW_UNREADABLE(&w, slot, 8, VTD_FAULT_LCT_4, ROW_CA,
			      ROW_OTHER_PASSES, ROW_OTHER_SKIP);
	for (unsigned int level = 1; level <= 3; level++)
		EXPECT_ROW_UNREADABLE(&w, driver_slot(&w.d, SID, IOVA, level),
				      8, VTD_FAULT_LSS_1, ROW_CA,
				      ROW_OTHER_PASSES, ROW_OTHER_SKIP);
	EXPECT_ROW_SPOILED(&w, slot, BIT(7), VTD_FAULT_LSS_2, ROW_CA,
			   ROW_OTHER_PASSES, ROW_OTHER_SKIP);
	EXPECT_ROW_SPOILED(&w, driver_slot(&w.d, SID, IOVA, 1), BIT(62),
			   VTD_FAULT_LSS_2, ROW_CA, ROW_OTHER_PASSES,
			   ROW_OTHER_SKIP);
	/* Not present is nobody's fault (VT-d 4.2.2). */
	EXPECT_ROW_SPOILED(&w, driver_slot(&w.d, SID, IOVA, 1), TABLES_RW,
			   VTD_FAULT_LGN_2, ROW_NONE, ROW_OTHER_PASSES,
			   ROW_OTHER_SKIP);
	EXPECT_ROW_SPOILED(&w, driver_slot(&w.d, SID, IOVA, 3), TABLES_RW,
			   VTD_FAULT_LGN_2, ROW_NONE, ROW_OTHER_PASSES,
			   ROW_OTHER_SKIP);
}
