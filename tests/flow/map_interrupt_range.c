/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

static bool write32(uint64_t addr, uint32_t value)
{
	struct flow_dma dma = flow_request(SID, FLOW_WRITE, addr, &value);

	dma.len = sizeof(value);
	return flow_dma(&dma) == FLOW_DMA_OK;
}

/*
 * VT-d 3.15: only without PASID a doubleword write there is an interrupt.
 */
FLOW_WITH(map_interrupt_range, flow_scalable,
	  "FEEx_xxxx with PASID is an address like others")
{
	struct scalable_pasid space;
	struct driver d;
	uint64_t fee = UINT64_C(0xfee01000), data = 0;
	struct flow_dma read = flow_request(SID, FLOW_READ, fee, &data);

	driver_start_space(&d, &space, SCALABLE_FIRST);
	driver_bind(&d, SID, PASID, &space);
	driver_tree_map(&d, &space.fs, fee, PAGE_1, TABLES_PAGE_4K,
			TABLES_FS_USER);
	flow_with_pasid(PASID);
	EXPECT_READS(SID, fee, PAGE_1);
	EXPECT_WRITES(SID, fee + 8, PAGE_1 + 8);
	EXPECT(write32(fee + 16, 0x99));
	EXPECT_EQUAL(flow_load32(PAGE_1 + 16), 0x99);
	flow_without_pasid();
	EXPECT(flow_dma(&read) == FLOW_DMA_ERROR);
	EXPECT_FAULT(VTD_FAULT_IRQ_29, SID, FLOW_READ, fee);
	EXPECT(flow_access(SID, FLOW_ZLR, fee));
	EXPECT_MESSAGES(0, 0, 0);
	EXPECT(flow_interrupt(SID, fee, 0x31));
	EXPECT_MESSAGES(1, fee, 0x31);
	EXPECT_EQUAL(flow_load32(PAGE_1 + 16), 0x99);
}
