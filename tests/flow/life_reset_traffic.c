/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

/* A reset while requests are in memory, parked and in the queue. */
FLOW(life_reset_traffic,
     "a reset under traffic loses requests and nothing else")
{
	struct driver d;
	uint64_t data[4] = { 1, 2, 3, 4 };
	int handle[4];

	driver_start_mapped(&d);
	EXPECT_READS(SID, IOVA, PAGE_0);
	flow_target_mem_hold(true);
	for (unsigned int i = 0; i < 4; i++) {
		struct flow_dma dma =
			flow_request(SID, i & 1 ? FLOW_READ : FLOW_WRITE,
				     IOVA + i * 8, &data[i]);

		handle[i] = flow_begin(&dma);
	}
	flow_target_run(20);
	driver_queue(&d, driver_desc_iotlb(DESC_GLOBAL, 0, 0, 0, 0));
	driver_queue(&d, driver_desc_wait(WAIT_SW, FLOW_STATUS + 8, 9));
	driver_kick(&d);
	flow_target_run(10);
	EXPECT(flow_target_reset());
	for (unsigned int i = 0; i < 4; i++)
		EXPECT(flow_target_dma_poll(handle[i]) == FLOW_DMA_ERROR);
	EXPECT_EQUAL(flow_load32(FLOW_STATUS + 8), 0);
	EXPECT_EQUAL(flow_read32(VTD_GSTS), 0);

	driver_start_mapped(&d);
	EXPECT_READS(SID, IOVA, PAGE_0);
	EXPECT_WRITES(SID, IOVA, PAGE_0);
	EXPECT_NO_FAULT();
}
