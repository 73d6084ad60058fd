/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

FLOW_WITH(pmr_drain, flow_scalable,
	  "PRS is set when requests on their way are complete")
{
	uint64_t out = 0xabcd;
	struct flow_dma write = flow_request(SID, FLOW_WRITE, PAGE_0, &out);
	int w;

	flow_write32(VTD_PLMBASE, (uint32_t)PAGE_0);
	flow_write32(VTD_PLMLIMIT, (uint32_t)PAGE_0);
	flow_target_mem_hold(true);
	w = flow_begin(&write);
	flow_target_run(20);
	flow_write32(VTD_PMEN, VTD_PMEN_EPM);
	flow_target_run(200);
	EXPECT(!(flow_read32(VTD_PMEN) & VTD_PMEN_PRS));
	EXPECT(!flow_access(SID, FLOW_READ, PAGE_0 + 0x1000));
	EXPECT(flow_target_dma_poll(w) == FLOW_DMA_PENDING);
	flow_target_mem_hold(false);
	WAIT(flow_read32(VTD_PMEN) & VTD_PMEN_PRS);
	EXPECT(flow_target_dma_poll(w) == FLOW_DMA_OK);
	EXPECT_EQUAL(flow_load(PAGE_0), 0xabcd);
	EXPECT_NO_FAULT();
}
