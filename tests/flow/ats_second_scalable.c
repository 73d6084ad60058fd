/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

FLOW_WITH(ats_second_scalable, flow_ats_scalable,
	  "78h to 7Bh, 84h: second stage of a PASID entry")
{
	static struct ats_world w;
	uint64_t slot;

	ats_world_start_space(&w, SCALABLE_SECOND);
	slot = driver_tree_slot(&w.d, &w.space.ss, IOVA, 1);
	for (unsigned int pasid = 0; pasid < 2; pasid++) {
		EXPECT_ROW_SPOILED(&w, slot, TABLES_RW, VTD_FAULT_SSS_2,
				   ROW_NONE, ROW_OTHER_PASSES,
				   ROW_OTHER_PASSES);
		EXPECT_ROW_SPOILED(&w, slot, BIT(62), VTD_FAULT_SSS_3, ROW_CA,
				   ROW_OTHER_PASSES, ROW_OTHER_PASSES);
		EXPECT_ROW_UNREADABLE(&w, slot, 8, VTD_FAULT_SSS_1, ROW_CA,
				      ROW_OTHER_PASSES, ROW_OTHER_PASSES);
		EXPECT_ROW_UNREADABLE(
			&w, driver_tree_slot(&w.d, &w.space.ss, IOVA, 4), 8,
			VTD_FAULT_SSS_4, ROW_CA, ROW_OTHER_PASSES,
			ROW_OTHER_PASSES);
		flow_with_pasid(PASID);
	}
	EXPECT_ATS_NONE(&w.tlb, IOVA | BIT(48));
}
