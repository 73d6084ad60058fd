/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

/* VT-d 7.1.3, RTA.2: legacy mode blocks requests with PASID; never by FPD. */
FLOW(fault_31_pasid, "requests with PASID are blocked in legacy mode")
{
	struct driver d;
	uint64_t data = 9, slot;
	struct flow_dma dma = flow_request(SID, FLOW_READ, IOVA, &data);

	driver_start_mapped(&d);
	slot = driver_context_slot(&d, SID);
	flow_store(slot, flow_load(slot) | 2);
	dma.pasid_valid = true;
	for (unsigned int i = 0; i < 2; i++) {
		dma.pasid = i ? 0 : 0xfffff;
		EXPECT(flow_dma(&dma) == FLOW_DMA_ERROR);
		EXPECT_FAULT(VTD_FAULT_RTA_2, SID, FLOW_READ, IOVA);
		EXPECT_READS(SID, IOVA, PAGE_0);
	}
	/* FEEx_xxxx is special only without PASID (3.15). */
	dma.addr = UINT64_C(0xfee00000);
	EXPECT(flow_dma(&dma) == FLOW_DMA_ERROR);
	EXPECT_FAULT(VTD_FAULT_RTA_2, SID, FLOW_READ, dma.addr);
	dma.addr = IOVA;
	dma.priv = dma.exec = true;
	EXPECT(flow_dma(&dma) == FLOW_DMA_ERROR);
	EXPECT_FAULT(VTD_FAULT_RTA_2, SID, FLOW_READ, IOVA);
}
