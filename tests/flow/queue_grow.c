/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

/*
 * Descriptors added while the queue waits for a drain are new ones, whatever
 * lay in their place when their neighbours were fetched.
 */
FLOW(queue_grow, "descriptors added behind a wait that drains are done")
{
	struct driver d;
	uint64_t out = 1;
	struct flow_dma write = flow_request(SID, FLOW_WRITE, IOVA, &out);
	int w;

	driver_start_mapped(&d);
	for (unsigned int turn = 0; turn < 4; turn++) {
		uint32_t status = 2 * turn + 2;

		flow_target_mem_hold(true);
		w = flow_begin(&write);
		flow_target_run(20);
		driver_queue(&d, driver_desc_iotlb(DESC_DOMAIN, DID, 0, 0, 0));
		driver_queue(&d, driver_desc_wait(WAIT_SW, FLOW_STATUS + 8,
						  status - 1));
		driver_kick(&d);
		flow_target_run(50);
		EXPECT(flow_load32(FLOW_STATUS + 8) < status - 1);
		driver_queue(&d, driver_desc_wait(WAIT_SW, FLOW_STATUS + 8,
						  status));
		driver_kick(&d);
		flow_target_run(5);
		flow_target_mem_hold(false);
		WAIT(flow_load32(FLOW_STATUS + 8) == status);
		driver_drained(&d);
		EXPECT(flow_target_dma_poll(w) == FLOW_DMA_OK);
	}
}
