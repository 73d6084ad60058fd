/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

/* VT-d 6.5.2.12: a wait comes after the completions of all before it. */
FLOW_WITH(dtlb_wait, flow_ats_legacy,
	  "a wait is not written before the device has answered")
{
	static struct ats_world w;

	ats_world_start(&w);
	w.tlb.manner = DEVICE_TLB_LATE;
	flow_target_mem_write(FLOW_STATUS, &(uint32_t){ 0 }, 4);
	driver_queue(&w.d, driver_desc_device_tlb(SID, 0, IOVA, 4096));
	driver_queue(&w.d, driver_desc_wait(WAIT_SW, FLOW_STATUS, 77));
	driver_kick(&w.d);
	WAIT(w.tlb.invalidations);
	flow_run(100);
	EXPECT_EQUAL(flow_load32(FLOW_STATUS), 0);
	/* DMA goes on meanwhile. */
	EXPECT_READS(SID, IOVA, PAGE_0);
	EXPECT_EQUAL(flow_load32(FLOW_STATUS), 0);
	device_tlb_release(&w.tlb);
	WAIT(flow_load32(FLOW_STATUS) == 77);
	driver_drained(&w.d);
	EXPECT_NO_FAULT();
}
