/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

/* VT-d 6.5.2.9: a wait with PD comes after what was asked before it came. */
FLOW_WITH(prq_held, flow_ats_scalable,
	  "a wait with PD comes after the page requests before it")
{
	static struct ats_world w;

	ats_world_start_space(&w, SCALABLE_FIRST);
	flow_with_pasid(PASID);
	flow_target_mem_write(FLOW_STATUS, &(uint32_t){ 0 }, 4);
	for (unsigned int i = 0; i < 8; i++)
		flow_page_request(&w.tlb, IOVA + 4096 * i, PAGE_RL, i);
	driver_queue(&w.d, driver_desc_wait(WAIT_SW | WAIT_PD, FLOW_STATUS, 3));
	driver_kick(&w.d);
	WAIT(flow_load32(FLOW_STATUS) == 3);
	EXPECT_EQUAL(flow_read64(VTD_PQT), 8 * 32);
	EXPECT_EQUAL(flow_load(FLOW_PRQ + 7 * 32 + 8),
		     (IOVA + 4096 * 7) | 7 << 3 | 5);
}
