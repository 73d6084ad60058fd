/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

/* VT-d 7.1.3, LCT.5: TT 00 and 10 block requests that come translated. */
static void try_translated(uint16_t sid, enum flow_kind kind, uint64_t addr)
{
	uint64_t data = 3;
	struct flow_dma dma = flow_request(sid, kind, addr, &data);

	dma.translated = true;
	flow_store(PAGE_0, 42);
	EXPECT(flow_dma(&dma) == FLOW_DMA_ERROR);
	EXPECT_EQUAL(flow_load(PAGE_0), 42);
	EXPECT_FAULT(VTD_FAULT_LCT_5, sid, kind, addr);
}

FLOW(fault_0d_translated, "requests that come translated are blocked")
{
	struct driver d;

	driver_start_mapped(&d);
	EXPECT(!tables_pass_through(&d.tables, SID + 1, DID_2, 4));
	for (unsigned int i = 0; i < 2; i++) {
		/* Host addresses, and one that a mapping would allow. */
		try_translated(SID, FLOW_READ, PAGE_0);
		try_translated(SID, FLOW_WRITE, PAGE_0);
		try_translated(SID, FLOW_READ, IOVA);
		try_translated(SID, FLOW_WRITE, IOVA);
		try_translated(SID + 1, FLOW_READ, PAGE_0);
		try_translated(SID + 1, FLOW_WRITE, PAGE_0);
		EXPECT_READS(SID, IOVA, PAGE_0);
		EXPECT_READS(SID + 1, PAGE_0, PAGE_0);
	}
}
