/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

/*
 * VT-d 6.5.4: a wait after an IOTLB invalidation completes only when requests
 * that used the old translation are complete in memory.
 */
FLOW(inv_in_flight, "a wait covers requests that are still on their way")
{
	struct driver d;
	uint64_t out = 0xabcd, in = 0;
	struct flow_dma write = flow_request(SID, FLOW_WRITE, IOVA, &out);
	struct flow_dma read = flow_request(SID, FLOW_READ, IOVA + 8, &in);
	int w, r;

	driver_start_mapped(&d);
	EXPECT_READS(SID, IOVA, PAGE_0);
	flow_store(PAGE_0 + 8, 0x1234);
	flow_target_mem_hold(true);
	w = flow_begin(&write);
	r = flow_begin(&read);
	flow_target_run(20);

	driver_unmap(&d, SID, IOVA);
	driver_queue(&d, driver_desc_iotlb(DESC_FINE, DID, IOVA, 0, true));
	driver_queue(&d, driver_desc_wait(WAIT_SW, FLOW_STATUS + 8, 1));
	driver_kick(&d);
	flow_target_run(200);
	EXPECT_EQUAL(flow_load32(FLOW_STATUS + 8), 0);
	EXPECT(flow_target_dma_poll(w) == FLOW_DMA_PENDING);
	/* Others are not held up by the drain. */
	EXPECT_BLOCKED(SID + 1, FLOW_READ, IOVA, VTD_FAULT_LCT_2);
	EXPECT_BLOCKED(SID, FLOW_READ, IOVA, VTD_FAULT_LGN_3);

	flow_target_mem_hold(false);
	WAIT(flow_load32(FLOW_STATUS + 8) == 1);
	EXPECT(flow_target_dma_poll(w) == FLOW_DMA_OK);
	EXPECT(flow_target_dma_poll(r) == FLOW_DMA_OK);
	EXPECT_EQUAL(flow_load(PAGE_0), 0xabcd);
	EXPECT_EQUAL(in, 0x1234);
}
