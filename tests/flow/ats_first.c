/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

FLOW_WITH(ats_first, flow_ats_scalable,
	  "70h to 73h, 81h, 90h: all recoverable in a first stage")
{
	static struct ats_world w;
	uint64_t slot;

	ats_world_start_space(&w, SCALABLE_FIRST);
	slot = driver_tree_slot(&w.d, &w.space.fs, IOVA, 1);
	for (unsigned int pasid = 0; pasid < 2; pasid++) {
		EXPECT_ROW_SPOILED(&w, slot, 1, VTD_FAULT_SFS_2, ROW_NONE,
				   ROW_OTHER_PASSES, ROW_OTHER_PASSES);
		EXPECT_ROW_SPOILED(&w, slot, 4, VTD_FAULT_SGN_2, ROW_NONE,
				   ROW_OTHER_PASSES, ROW_OTHER_PASSES);
		EXPECT_ROW_SPOILED(&w,
				   driver_tree_slot(&w.d, &w.space.fs, IOVA, 4),
				   BIT(7), VTD_FAULT_SFS_3, ROW_NONE,
				   ROW_OTHER_PASSES, ROW_OTHER_PASSES);
		EXPECT_ROW_UNREADABLE(&w, slot, 8, VTD_FAULT_SFS_1, ROW_NONE,
				      ROW_OTHER_PASSES, ROW_OTHER_PASSES);
		EXPECT_ROW_UNREADABLE(
			&w, driver_tree_slot(&w.d, &w.space.fs, IOVA, 4), 8,
			VTD_FAULT_SFS_4, ROW_NONE, ROW_OTHER_PASSES,
			ROW_OTHER_PASSES);
		flow_with_pasid(PASID);
	}
	flow_with_pasid(PASID);
	EXPECT_ATS_NONE(&w.tlb, IOVA | BIT(47));
	EXPECT_ATS_NONE(&w.tlb, IOVA | BIT(60));
}
