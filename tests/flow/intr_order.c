/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

/*
 * An interrupt says that what its source wrote before is in memory; it must not
 * overtake those writes (VT-d 6.5.4). Interrupts of other sources may wait too.
 */
FLOW(intr_order, "an interrupt waits for its source's earlier writes")
{
	struct driver d;
	uint64_t data = 0x77;
	uint32_t vector = 0x55;
	struct flow_dma write = flow_request(SID, FLOW_WRITE, IOVA, &data);
	struct flow_dma msi =
		flow_request(SID, FLOW_WRITE, 0xfee04000, &vector);
	int first, second;

	driver_start_mapped(&d);
	msi.len = 4;
	for (unsigned int i = 1; i <= 3; i++) {
		flow_store(PAGE_0, 0);
		flow_target_mem_hold(true);
		first = flow_begin(&write);
		flow_target_run(20);
		second = flow_begin(&msi);
		flow_target_run(50);
		EXPECT_EQUAL(flow_target_messages(), i - 1);
		EXPECT(flow_target_dma_poll(second) == FLOW_DMA_PENDING);

		flow_target_mem_hold(false);
		WAIT(flow_target_dma_poll(first) == FLOW_DMA_OK);
		WAIT(flow_target_dma_poll(second) == FLOW_DMA_OK);
		EXPECT_MESSAGES(i, 0xfee04000, 0x55);
		EXPECT_EQUAL(flow_load(PAGE_0), 0x77);
	}
}
