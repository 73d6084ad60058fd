/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

/* A device answers when its DMA with the old translation is done. */
FLOW_WITH(dtlb_in_flight, flow_ats_legacy,
	  "a wait comes after translated requests that were in flight")
{
	static struct ats_world w;
	uint64_t data = 0;
	struct flow_dma dma;
	int handle;

	ats_world_start(&w);
	dma = flow_translated(SID, FLOW_READ, PAGE_0, &data);
	flow_store(PAGE_0, 0x1234);
	flow_target_mem_hold(true);
	handle = flow_begin(&dma);
	w.tlb.in_flight = 1;
	flow_target_mem_write(FLOW_STATUS, &(uint32_t){ 0 }, 4);
	driver_queue(&w.d, driver_desc_device_tlb(SID, 0, IOVA, 4096));
	driver_queue(&w.d, driver_desc_wait(WAIT_SW, FLOW_STATUS, 9));
	driver_kick(&w.d);
	WAIT(w.tlb.invalidations);
	flow_run(50);
	EXPECT_EQUAL(flow_load32(FLOW_STATUS), 0);
	flow_target_mem_hold(false);
	WAIT(flow_target_dma_poll(handle) != FLOW_DMA_PENDING);
	w.tlb.in_flight = 0;
	EXPECT_EQUAL(data, 0x1234);
	WAIT(flow_load32(FLOW_STATUS) == 9);
}
