/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

/*
 * VT-d 3.15, 7.2 code 29h: without PASID only an aligned doubleword write is an
 * interrupt request; other accesses to FEEx_xxxxh are blocked.
 */
#define FEE UINT64_C(0xfee01000)

static void try_access(enum flow_kind kind, uint64_t addr, unsigned int len)
{
	uint64_t data = 0;
	struct flow_dma dma = flow_request(SID, kind, addr, &data);

	dma.len = len;
	EXPECT(flow_dma(&dma) == FLOW_DMA_ERROR);
	EXPECT_FAULT(VTD_FAULT_IRQ_29, SID, kind, addr);
}

FLOW(fault_29_interrupt_range, "only doubleword writes may go to FEEx_xxxx")
{
	struct driver d;

	driver_start_mapped(&d);
	driver_map(&d, SID, FEE, PAGE_0, TABLES_PAGE_4K, TABLES_RW);
	try_access(FLOW_READ, FEE, 8);
	try_access(FLOW_READ, FEE, 4);
	try_access(FLOW_WRITE, FEE, 8);
	try_access(FLOW_WRITE, FEE, 2);
	try_access(FLOW_WRITE, FEE + 2, 4);
	try_access(FLOW_WRITE, UINT64_C(0xfeeffff8), 8);
	try_access(FLOW_ATOMIC, FEE, 4);
	EXPECT_MESSAGES(0, 0, 0);
}
