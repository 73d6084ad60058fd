/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

/*
 * Design rule: after a time-out nobody knows what the device still holds, so
 * it gets nowhere by it until it has forgotten all that it owes.
 */
FLOW_WITH(dtlb_blocked, flow_ats_legacy,
	  "a device that did not answer gets nowhere by what it may hold")
{
	static struct ats_world w;
	uint64_t data = 0;
	struct flow_dma dma;

	ats_world_start(&w);
	EXPECT_ATS(&w.tlb, IOVA, PAGE_0 | ATS_RW);
	EXPECT_TRANSLATED(SID, PAGE_0);
	w.tlb.manner = DEVICE_TLB_LOST;
	driver_queue(&w.d, driver_desc_device_tlb(SID, 0, IOVA, 4096));
	driver_kick(&w.d);
	flow_pass_time(2 * VTD_DEVICE_TIMEOUT);
	EXPECT(flow_read32(VTD_FSTS) & VTD_FSTS_ITE);
	flow_write32(VTD_FSTS, VTD_FSTS_ITE);
	dma = flow_translated(SID, FLOW_READ, PAGE_0, &data);
	EXPECT_EQUAL(flow_dma(&dma), FLOW_DMA_ERROR);
	EXPECT(flow_ats(&w.tlb, IOVA, 1, false).status !=
	       GATE_ATS_STATUS_SUCCESS);
	/* What it asks untranslated is as ever. */
	EXPECT_READS(SID, IOVA, PAGE_0);
	w.tlb.manner = 0;
	w.tlb.itags = 0;
	driver_inv_device_tlb(&w.d, SID, 0, 0);
	EXPECT_EQUAL(flow_ats(&w.tlb, IOVA, 1, false).word[0], PAGE_0 | ATS_RW);
	dma = flow_translated(SID, FLOW_READ, PAGE_0, &data);
	EXPECT_EQUAL(flow_dma(&dma), FLOW_DMA_OK);
}
