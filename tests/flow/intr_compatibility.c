/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

/*
 * VT-d 3.15, 5.1.2.1: without interrupt remapping a doubleword write to
 * FEEx_xxxxh is an interrupt in compatibility format, whatever is mapped.
 */
static void interrupt(uint16_t sid, uint64_t addr, uint32_t vector)
{
	struct flow_dma dma = flow_request(sid, FLOW_WRITE, addr, &vector);

	dma.len = 4;
	EXPECT(flow_dma(&dma) == FLOW_DMA_OK);
}

FLOW(intr_compatibility, "interrupts pass, with translation off and on")
{
	struct driver d;
	uint64_t fee = UINT64_C(0xfee03000);

	interrupt(SID, fee, 0x31);
	EXPECT_MESSAGES(1, fee, 0x31);
	driver_start_mapped(&d);
	driver_map(&d, SID, fee, PAGE_1, TABLES_PAGE_4K, TABLES_RW);
	interrupt(SID, fee + 8, 0x32);
	EXPECT_MESSAGES(2, fee + 8, 0x32);
	interrupt(SID_2, UINT64_C(0xfeefffec), 0x4033);
	EXPECT_MESSAGES(3, UINT64_C(0xfeefffec), 0x4033);
	EXPECT_EQUAL(flow_load(PAGE_1), 0);
	EXPECT_EQUAL(flow_load(PAGE_1 + 8), 0);
	EXPECT_NO_FAULT();
}
