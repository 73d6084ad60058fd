/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

static void try_translated(enum flow_kind kind, uint64_t addr)
{
	uint64_t data = 3;
	struct flow_dma dma = flow_request(SID, kind, addr, &data);

	dma.translated = true;
	flow_store(PAGE_0, 42);
	EXPECT(flow_dma(&dma) == FLOW_DMA_ERROR);
	EXPECT_EQUAL(flow_load(PAGE_0), 42);
	EXPECT_FAULT(VTD_FAULT_SCT_5, SID, kind, addr);
}

FLOW_WITH(fault_44_translated, flow_scalable,
	  "SCT.5: translated requests are blocked in scalable mode")
{
	struct scalable_pasid space;
	struct driver d;

	driver_start_space(&d, &space, SCALABLE_SECOND);
	try_translated(FLOW_READ, PAGE_0);
	try_translated(FLOW_WRITE, PAGE_0);
	EXPECT_READS(SID, IOVA, PAGE_0);
	try_translated(FLOW_WRITE, IOVA);
	space.pgtt = SCALABLE_PASS;
	driver_bind(&d, SID, 0, &space);
	driver_inv_all(&d);
	EXPECT_READS(SID, PAGE_0, PAGE_0);
	try_translated(FLOW_READ, PAGE_0);
}
