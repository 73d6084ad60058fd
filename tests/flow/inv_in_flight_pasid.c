/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

/*
 * VT-d 6.5.4: a P_IOTLB invalidation always drains.
 */
FLOW_WITH(inv_in_flight_pasid, flow_scalable,
	  "a wait covers requests with PASID on their way")
{
	struct scalable_pasid space;
	struct driver d;
	uint64_t out = 0xabcd;
	struct flow_dma write;
	int w;

	driver_start_space(&d, &space, SCALABLE_FIRST);
	driver_bind(&d, SID, PASID, &space);
	flow_with_pasid(PASID);
	write = flow_request(SID, FLOW_WRITE, IOVA, &out);
	EXPECT_READS(SID, IOVA, PAGE_0);
	flow_target_mem_hold(true);
	w = flow_begin(&write);
	flow_target_run(20);
	driver_tree_unmap(&d, &space.fs, IOVA);
	driver_queue(&d, driver_desc_pasid_iotlb(PASID_IOTLB_PAGES, DID, PASID,
						 IOVA, 0, true));
	driver_queue(&d, driver_desc_wait(WAIT_SW, FLOW_STATUS + 8, 1));
	driver_kick(&d);
	flow_target_run(200);
	EXPECT_EQUAL(flow_load32(FLOW_STATUS + 8), 0);
	EXPECT(flow_target_dma_poll(w) == FLOW_DMA_PENDING);
	EXPECT_BLOCKED(SID, FLOW_READ, IOVA, VTD_FAULT_SFS_2);
	flow_target_mem_hold(false);
	WAIT(flow_load32(FLOW_STATUS + 8) == 1);
	EXPECT(flow_target_dma_poll(w) == FLOW_DMA_OK);
	EXPECT_EQUAL(flow_load(PAGE_0), 0xabcd);
}
