/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

/* VT-d 4.1: with TES = 0 there is nothing but untranslated requests. */
FLOW_WITH(ats_off, flow_ats_legacy,
	  "translation and translated requests while TE is off")
{
	static struct ats_world w;
	uint64_t data = 0;
	struct flow_dma dma;

	ats_world_start(&w);
	driver_translate(&w.d, false);
	EXPECT_ATS_UR(&w.tlb, IOVA, 0);
	dma = flow_translated(SID, FLOW_READ, PAGE_0, &data);
	EXPECT_EQUAL(flow_dma(&dma), FLOW_DMA_ERROR);
	EXPECT_NO_FAULT();
	EXPECT_READS(SID, PAGE_0, PAGE_0);
	driver_translate(&w.d, true);
	EXPECT_ATS(&w.tlb, IOVA, PAGE_0 | ATS_RW);
}
