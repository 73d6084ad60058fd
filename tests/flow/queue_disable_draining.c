/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

/*
 * Software should not switch the queue off before its last wait is complete
 * (VT-d 11.4.4.1, QIE). If it does, the block still comes to rest.
 */
FLOW(queue_disable_draining, "a queue switched off in the middle of a wait")
{
	struct driver d;
	uint64_t out = 5;
	struct flow_dma write = flow_request(SID, FLOW_WRITE, IOVA, &out);
	int w;

	driver_start_mapped(&d);
	flow_target_mem_hold(true);
	w = flow_begin(&write);
	flow_target_run(20);
	driver_queue(&d, driver_desc_iotlb(DESC_DOMAIN, DID, 0, 0, 0));
	driver_queue(&d, driver_desc_wait(WAIT_SW, FLOW_STATUS + 8, 1));
	driver_queue(&d, driver_desc_wait(WAIT_SW, FLOW_STATUS + 16, 1));
	driver_kick(&d);
	flow_target_run(50);
	driver_gcmd(&d, 0, VTD_GCMD_QIE);
	flow_target_run(50);
	flow_target_mem_hold(false);
	WAIT(!(flow_read32(VTD_GSTS) & VTD_GSTS_QIES));
	EXPECT_EQUAL(flow_read64(VTD_IQH), 0);
	WAIT(flow_target_dma_poll(w) == FLOW_DMA_OK);

	flow_store(FLOW_STATUS + 16, 7);
	driver_enable_queue(&d, 0);
	driver_sync(&d);
	EXPECT_READS(SID, IOVA, PAGE_0);
	EXPECT_EQUAL(flow_load(FLOW_STATUS + 16), 7);
}
