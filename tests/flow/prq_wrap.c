/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

/* VT-d 11.4.12: 2^(PQS + 7) entries, PQT wraps at the end of the queue. */
FLOW_WITH(prq_wrap, flow_ats_scalable, "the page-request queue is a ring")
{
	static struct ats_world w;
	struct flow_page page;

	ats_world_start_space(&w, SCALABLE_FIRST);
	driver_start_pages(1);
	flow_with_pasid(PASID);
	for (unsigned int i = 0; i < 300; i++) {
		flow_page_request(&w.tlb, IOVA + 4096 * i, PAGE_R, i);
		driver_wait_page(&page);
		EXPECT_EQUAL(page.word[1],
			     (IOVA + 4096 * i) | (i & 0x1ff) << 3 | 1);
	}
	EXPECT_EQUAL(flow_read64(VTD_PQT), (300 - 256) * 32);
	EXPECT(!(flow_read32(VTD_PRS) & VTD_PRS_PRO));
}
