/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

/* VT-d 3.13: a request over a page boundary is treated as one for each page. */
static enum flow_dma_result across(enum flow_kind kind, uint64_t data[2])
{
	struct flow_dma dma = flow_request(SID, kind, IOVA + 0xff8, data);

	dma.len = 16;
	return flow_dma(&dma);
}

FLOW(dma_cross_page, "a request over a page boundary follows both pages")
{
	struct driver d;
	uint64_t out[2] = { 0x1111, 0x2222 }, in[2] = { 0, 0 };

	driver_start_mapped(&d);
	driver_map(&d, SID, IOVA + 0x1000, PAGE_1, TABLES_PAGE_4K, TABLES_RW);
	EXPECT(across(FLOW_WRITE, out) == FLOW_DMA_OK);
	EXPECT_EQUAL(flow_load(PAGE_0 + 0xff8), 0x1111);
	EXPECT_EQUAL(flow_load(PAGE_1), 0x2222);
	EXPECT(across(FLOW_READ, in) == FLOW_DMA_OK);
	EXPECT_EQUAL(in[0], 0x1111);
	EXPECT_EQUAL(in[1], 0x2222);

	driver_unmap(&d, SID, IOVA + 0x1000);
	driver_inv_iotlb_page(&d, DID, IOVA + 0x1000, 0, true);
	EXPECT(across(FLOW_WRITE, out) == FLOW_DMA_ERROR);
	EXPECT_FAULT(VTD_FAULT_LGN_2, SID, FLOW_WRITE, IOVA + 0x1000);
	EXPECT(across(FLOW_READ, in) == FLOW_DMA_ERROR);
	EXPECT_FAULT(VTD_FAULT_LGN_3, SID, FLOW_READ, IOVA + 0x1000);
}
