/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

#define A BIT(8)
#define D BIT(9)

/*
 * VT-d 3.6.1, 4.2.2: a request with NW = 0 sets D; one with NW = 1 does not,
 * and gets no W. Without snooping, or when the update fails: CA.
 */
FLOW_WITH(ats_second_update, flow_ats_scalable,
	  "7Ch, 7Dh: accessed and dirty bits of the second stage, NW")
{
	static struct ats_world w;
	uint64_t slot;

	ats_world_start_space(&w, SCALABLE_SECOND);
	w.space.flags |= SCALABLE_SSADE;
	driver_bind(&w.d, SID, PASID, &w.space);
	driver_inv_all(&w.d);
	flow_with_pasid(PASID);
	slot = driver_tree_slot(&w.d, &w.space.ss, IOVA, 1);
	EXPECT_ATS_NW(&w.tlb, IOVA, PAGE_0 | ATS_R);
	EXPECT_EQUAL(flow_load(slot) & (A | D), A);
	EXPECT_ATS(&w.tlb, IOVA, PAGE_0 | ATS_RW);
	EXPECT_EQUAL(flow_load(slot) & (A | D), A | D);
	flow_clear(slot, A | D);
	driver_inv_all(&w.d);
	flow_target_mem_locks(FLOW_LOCKS_FAIL);
	EXPECT_ATS_CA(&w.tlb, IOVA, VTD_FAULT_SSS_6);
	flow_target_mem_locks(FLOW_LOCKS_WORK);
	w.space.flags &= ~SCALABLE_PWSNP;
	driver_bind(&w.d, SID, PASID, &w.space);
	driver_inv_all(&w.d);
	EXPECT_ATS_CA(&w.tlb, IOVA, VTD_FAULT_SSS_5);
}
