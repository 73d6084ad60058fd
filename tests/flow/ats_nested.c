/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

/* The first-stage table of @level, as its second stage maps it. */
static uint64_t second_of(struct ats_world *w, unsigned int level)
{
	uint64_t table = driver_tree_slot(&w->d, &w->space.fs, IOVA, level);

	return driver_tree_slot(&w->d, &w->space.ss,
				(table & ~UINT64_C(0xfff)) + FLOW_BIAS, 2);
}

/* VT-d 7.1.3, SFS.5 to SFS.8 are recoverable; errors of the second are CA. */
FLOW_WITH(ats_nested, flow_ats_scalable,
	  "74h to 77h: nested spaces, sizes and faults")
{
	static struct ats_world w;
	uint64_t slot;

	ats_world_start_space(&w, SCALABLE_NESTED);
	for (unsigned int pasid = 0; pasid < 2; pasid++) {
		slot = driver_tree_slot(&w.d, &w.space.fs, IOVA, 2);
		EXPECT_ROW_SPOILED(&w, slot, BIT(51), VTD_FAULT_SFS_5, ROW_NONE,
				   ROW_OTHER_PASSES, ROW_OTHER_PASSES);
		EXPECT_ROW_SPOILED(&w, second_of(&w, 4), TABLES_RW,
				   VTD_FAULT_SFS_6, ROW_NONE, ROW_OTHER_PASSES,
				   ROW_OTHER_PASSES);
		slot = driver_tree_slot(&w.d, &w.space.ss, GUEST_0, 1);
		EXPECT_ROW_SPOILED(&w, slot, TABLES_RW, VTD_FAULT_SSS_2,
				   ROW_NONE, ROW_OTHER_PASSES,
				   ROW_OTHER_PASSES);
		EXPECT_ROW_SPOILED(&w, slot, BIT(62), VTD_FAULT_SSS_3, ROW_CA,
				   ROW_OTHER_PASSES, ROW_OTHER_PASSES);
		flow_with_pasid(PASID);
	}
	EXPECT_ATS(&w.tlb, IOVA, PAGE_0 | ATS_RW);
}
