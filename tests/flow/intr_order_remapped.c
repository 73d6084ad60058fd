/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

/*
 * VT-d 5.2.4.
 */
FLOW_WITH(intr_order_remapped, flow_scalable,
	  "remapped interrupts wait for their source's writes")
{
	struct scalable_pasid space;
	struct driver d;
	struct irte e = { .vector = 0x55, .dest = 1, .x2apic = true };
	uint64_t data = 0x77;
	uint32_t nothing = 0;
	struct flow_dma write = flow_request(SID, FLOW_WRITE, IOVA, &data);
	struct flow_dma msi =
		flow_request(SID, FLOW_WRITE, irte_request(1, false), &nothing);
	int first, second;

	driver_start_space(&d, &space, SCALABLE_FIRST);
	driver_start_remapping(&d, true);
	driver_irte(1, &e);
	driver_irte_posted(2, &e, FLOW_PID);
	msi.len = 4;
	for (unsigned int i = 1; i <= 2; i++) {
		msi.addr = irte_request((uint16_t)i, false);
		flow_store(PAGE_0, 0);
		flow_target_mem_hold(true);
		first = flow_begin(&write);
		flow_target_run(20);
		second = flow_begin(&msi);
		flow_target_run(50);
		EXPECT_EQUAL(flow_target_messages(), i - 1);
		EXPECT_EQUAL(flow_load(FLOW_PID + 8), 0);
		EXPECT(flow_target_dma_poll(second) == FLOW_DMA_PENDING);
		flow_target_mem_hold(false);
		WAIT(flow_target_dma_poll(first) == FLOW_DMA_OK);
		WAIT(flow_target_dma_poll(second) == FLOW_DMA_OK);
		EXPECT_EQUAL(flow_target_messages(), i);
		EXPECT_EQUAL(flow_load(PAGE_0), 0x77);
	}
	EXPECT_EQUAL(flow_load(FLOW_PID + 8), BIT(0x55 - 64));
}
