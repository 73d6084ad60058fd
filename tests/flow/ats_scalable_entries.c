/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

/*
 * VT-d 7.1.3. A translated request is not looked for there: there is no host
 * permission table.
 */
FLOW_WITH(ats_scalable_entries, flow_ats_scalable,
	  "50h to 52h, 58h to 5Bh: PASID directory and table")
{
	static struct ats_world w;

	ats_world_start_space(&w, SCALABLE_NESTED);
	for (unsigned int pasid = 0; pasid < 2; pasid++) {
		uint32_t value = pasid ? PASID : 0;
		uint64_t dir = scalable_dir_slot(&w.d.tables, SID, value);
		uint64_t slot = driver_pasid_slot(&w.d, SID, value);

		if (pasid)
			flow_with_pasid(PASID);
		EXPECT_ROW_SPOILED(&w, dir, 1, VTD_FAULT_SPD_2, ROW_NONE,
				   ROW_OTHER_PASSES, ROW_BLOCKED);
		EXPECT_ROW_SPOILED(&w, dir, BIT(2), VTD_FAULT_SPD_3, ROW_CA,
				   ROW_OTHER_PASSES, ROW_BLOCKED);
		EXPECT_ROW_UNREADABLE(&w, dir, 8, VTD_FAULT_SPD_1, ROW_CA,
				      ROW_OTHER_PASSES, ROW_BLOCKED);
		EXPECT_ROW_SPOILED(&w, slot, 1, VTD_FAULT_SPT_2, ROW_NONE,
				   ROW_OTHER_PASSES, ROW_BLOCKED);
		EXPECT_ROW_SPOILED(&w, slot, BIT(5), VTD_FAULT_SPT_3, ROW_CA,
				   ROW_OTHER_PASSES, ROW_BLOCKED);
		EXPECT_ROW_UNREADABLE(&w, slot, 64, VTD_FAULT_SPT_1, ROW_CA,
				      ROW_OTHER_PASSES, ROW_BLOCKED);
		EXPECT_ROW_SPOILED(&w, slot, BIT(8), VTD_FAULT_SPT_4, ROW_CA,
				   ROW_OTHER_PASSES, ROW_BLOCKED);
	}
}
