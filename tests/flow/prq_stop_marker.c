/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

/* VT-d 7.8, ECAP.SMS: queued like others; silent when it cannot be. */
FLOW_WITH(prq_stop_marker, flow_ats_scalable,
	  "stop markers are queued, and dropped without a word")
{
	static struct ats_world w;
	struct flow_page page;
	uint64_t slot;

	ats_world_start_space(&w, SCALABLE_FIRST);
	flow_with_pasid(PASID);
	flow_page_request(&w.tlb, 0, PAGE_L, 0);
	driver_wait_page(&page);
	EXPECT_EQUAL(page.word[0] & 0x1ff, 0x101);
	EXPECT_EQUAL(page.word[1] & 7, PAGE_L);
	EXPECT_EQUAL(w.tlb.responses, 0);
	slot = driver_scontext_slot(&w.d, SID);
	flow_flip(slot, BIT(4));
	driver_inv_all(&w.d);
	flow_page_request(&w.tlb, 0, PAGE_L, 0);
	flow_settle();
	EXPECT_EQUAL(w.tlb.responses, 0);
	EXPECT(!driver_take_page(&page));
}
