/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

/* VT-d 11.4.6.3: drains are complete before IVT is cleared. */
FLOW(inv_in_flight_register, "an IOTLB command covers requests on their way")
{
	struct driver d;
	uint64_t out = 0x4321;
	struct flow_dma write = flow_request(SID, FLOW_WRITE, IOVA, &out);
	int w;

	driver_init(&d);
	driver_attach(&d, SID, DID, 4);
	driver_map(&d, SID, IOVA, PAGE_0, TABLES_PAGE_4K, TABLES_RW);
	driver_set_root(&d);
	driver_translate(&d, true);
	flow_target_mem_hold(true);
	w = flow_begin(&write);
	flow_target_run(20);
	flow_write64(VTD_IOTLB, VTD_IOTLB_IVT |
					flow_put(VTD_IOTLB_IIRG, DESC_GLOBAL) |
					VTD_IOTLB_DR | VTD_IOTLB_DW);
	flow_target_run(200);
	EXPECT(flow_read64(VTD_IOTLB) & VTD_IOTLB_IVT);
	EXPECT(flow_target_dma_poll(w) == FLOW_DMA_PENDING);
	flow_target_mem_hold(false);
	WAIT(!(flow_read64(VTD_IOTLB) & VTD_IOTLB_IVT));
	EXPECT(flow_target_dma_poll(w) == FLOW_DMA_OK);
	EXPECT_EQUAL(flow_load(PAGE_0), 0x4321);
}
