/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

/* VT-d 7.1.3: qualified faults are not recorded, whoever asks. */
FLOW_WITH(ats_fpd, flow_ats_scalable,
	  "FPD: what is answered with an error is not recorded")
{
	static struct ats_world w;
	uint64_t slot;

	ats_world_start_space(&w, SCALABLE_SECOND);
	slot = driver_scontext_slot(&w.d, SID);
	flow_set(slot, BIT(1));
	flow_clear(slot, BIT(2) | BIT(4));
	driver_inv_all(&w.d);
	EXPECT_ATS_UR(&w.tlb, IOVA, 0);
	flow_page_request(&w.tlb, IOVA, PAGE_RL, 7);
	EXPECT_RESPONSE(&w.tlb, 7, PAGE_INVALID);
	flow_set(slot, BIT(2) | BIT(4));
	flow_flip(slot, BIT(7));
	driver_inv_all(&w.d);
	EXPECT_ATS_CA(&w.tlb, IOVA, 0);
	EXPECT_NO_FAULT();
}
