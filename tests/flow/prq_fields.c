/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

/* VT-d 7.4.1: words 0 and 1 of a page request; 2 and 3 are 0. */
static void expect_page(uint64_t word0, uint64_t word1)
{
	struct flow_page page;

	driver_wait_page(&page);
	EXPECT_EQUAL(page.word[0], word0);
	EXPECT_EQUAL(page.word[1], word1);
	EXPECT_EQUAL(page.word[2], 0);
	EXPECT_EQUAL(page.word[3], 0);
}

#define PP BIT(8)

FLOW_WITH(prq_fields, flow_ats_scalable,
	  "page requests are queued with all that they say")
{
	static struct ats_world w;
	uint64_t who = 1 | (uint64_t)SID << 16;

	ats_world_start_space(&w, SCALABLE_FIRST);
	flow_page_request(&w.tlb, IOVA, PAGE_R, 0x1ff);
	expect_page(who, IOVA | 0x1ffU << 3 | 1);
	flow_page_request(&w.tlb, IOVA, PAGE_W | PAGE_L, 0);
	expect_page(who, IOVA | 6);
	flow_with_pasid(PASID);
	who |= PP | (uint64_t)PASID << 32;
	flow_page_request(&w.tlb, IOVA, PAGE_RL, 0x0aa);
	expect_page(who, IOVA | 0xaaU << 3 | 5);
	flow_with_privilege(true);
	flow_page_request(&w.tlb, IOVA | BIT(46), PAGE_R, 1);
	expect_page(who | BIT(53), IOVA | BIT(46) | 8 | 1);
	EXPECT_EQUAL(flow_read64(VTD_PQT), 4 * 32);
	EXPECT_EQUAL(w.tlb.responses, 0);
	EXPECT_NO_FAULT();
}
