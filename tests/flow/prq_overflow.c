/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

#define ENTRIES 128U

static void fill(struct ats_world *w)
{
	uint64_t tail = flow_read64(VTD_PQT);

	for (unsigned int i = 0; i < ENTRIES - 1; i++) {
		flow_page_request(&w->tlb, IOVA, PAGE_RL, i);
		WAIT(flow_read64(VTD_PQT) != tail);
		tail = flow_read64(VTD_PQT);
	}
	EXPECT(!(flow_read32(VTD_PRS) & VTD_PRS_PRO));
}

static void drain(void)
{
	struct flow_page page;
	unsigned int count = 0;

	while (driver_take_page(&page)) {
		EXPECT_EQUAL(page.word[1] >> 3 & 0x1ff, count);
		count++;
	}
	EXPECT_EQUAL(count, ENTRIES - 1);
}

/*
 * VT-d 7.4, 7.5.1: what finds the queue full is answered Success when it is the
 * last of its group, as the device then asks again; so is all that comes while
 * PRO is set.
 */
FLOW_WITH(prq_overflow, flow_ats_scalable,
	  "page requests that find the queue full are answered at once")
{
	static struct ats_world w;
	struct flow_page page;

	ats_world_start_space(&w, SCALABLE_FIRST);
	flow_with_pasid(PASID);
	fill(&w);
	EXPECT_EQUAL(w.tlb.responses, 0);
	flow_page_request(&w.tlb, IOVA, PAGE_RL, 0x100);
	EXPECT_RESPONSE(&w.tlb, 0x100, PAGE_SUCCESS);
	EXPECT(flow_read32(VTD_PRS) & VTD_PRS_PRO);
	flow_page_request(&w.tlb, IOVA, PAGE_R, 0x101);
	flow_settle();
	EXPECT_EQUAL(w.tlb.responses, 0);
	drain();
	/* There is room, but PRO is still set. */
	flow_page_request(&w.tlb, IOVA, PAGE_RL, 0x102);
	EXPECT_RESPONSE(&w.tlb, 0x102, PAGE_SUCCESS);
	EXPECT(!driver_take_page(&page));
	flow_write32(VTD_PRS, VTD_PRS_PRO | VTD_PRS_PPR);
	flow_settle();
	flow_page_request(&w.tlb, IOVA, PAGE_RL, 0x103);
	driver_wait_page(&page);
	EXPECT_EQUAL(page.word[1] >> 3 & 0x1ff, 0x103);
	EXPECT_NO_FAULT();
}
