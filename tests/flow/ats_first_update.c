/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

/* VT-d 7.1.3: SFS.9 recoverable; SFS.10 is recorded all the same. */
FLOW_WITH(ats_first_update, flow_ats_scalable,
	  "90h, 91h: accessed and dirty bits of the first stage")
{
	static struct ats_world w;

	ats_world_start_space(&w, SCALABLE_FIRST);
	flow_with_pasid(PASID);
	flow_target_mem_locks(FLOW_LOCKS_FAIL);
	EXPECT_ROW(&w, VTD_FAULT_SFS_10, ROW_NONE_NR, ROW_OTHER_SKIP,
		   ROW_OTHER_SKIP);
	flow_target_mem_locks(FLOW_LOCKS_WORK);
	EXPECT_ATS(&w.tlb, IOVA, PAGE_0 | ATS_RW);
	EXPECT_EQUAL(flow_load(driver_tree_slot(&w.d, &w.space.fs, IOVA, 1)) &
			     0x60,
		     0x60);
	w.space.flags &= ~SCALABLE_PWSNP;
	driver_bind(&w.d, SID, PASID, &w.space);
	driver_tree_map(&w.d, &w.space.fs, IOVA, PAGE_0, TABLES_PAGE_4K,
			TABLES_FS_USER);
	driver_inv_all(&w.d);
	EXPECT_ATS_NONE(&w.tlb, IOVA);
}
