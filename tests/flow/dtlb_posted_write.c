/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

/*
 * A device may answer as soon as its posted writes have left it. The wait
 * comes after their B, with no other invalidation that would be drained.
 */
FLOW_WITH(dtlb_posted_write, flow_ats_legacy,
	  "a wait comes after the writes that a completion pushed ahead")
{
	static struct ats_world w;
	uint64_t data = 0x5678;
	struct flow_dma dma;
	int handle;

	ats_world_start(&w);
	dma = flow_translated(SID, FLOW_WRITE, PAGE_0, &data);
	flow_target_mem_hold(true);
	handle = flow_begin(&dma);
	flow_run(50);
	flow_target_mem_write(FLOW_STATUS, &(uint32_t){ 0 }, 4);
	driver_queue(&w.d, driver_desc_device_tlb(SID, 0, IOVA, 4096));
	driver_queue(&w.d, driver_desc_wait(WAIT_SW, FLOW_STATUS, 9));
	driver_kick(&w.d);
	WAIT(w.tlb.invalidations);
	flow_run(50);
	EXPECT_EQUAL(flow_load32(FLOW_STATUS), 0);
	flow_target_mem_hold(false);
	WAIT(flow_target_dma_poll(handle) != FLOW_DMA_PENDING);
	WAIT(flow_load32(FLOW_STATUS) == 9);
	EXPECT_EQUAL(flow_load(PAGE_0), 0x5678);
}
