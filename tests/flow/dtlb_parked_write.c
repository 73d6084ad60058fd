/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

/* Enough to be looked at first. */
#define AHEAD 7U

static void map_pages(struct driver *d)
{
	for (unsigned int i = 0; i < AHEAD; i++)
		driver_map(d, SID, IOVA + 4096 * (i + 1),
			   PAGE_1 + 4096 * (i + 1), TABLES_PAGE_4K, TABLES_RW);
}

/* Requests that nothing is known of yet; three of them may be writes. */
static void send_others(int *handle, uint64_t *data)
{
	struct flow_dma dma = { .sid = SID, .len = 8 };

	for (unsigned int i = 0; i < AHEAD; i++) {
		dma.write = i < 3;
		dma.addr = IOVA + 4096 * (i + 1);
		dma.data = &data[i];
		handle[i] = flow_begin(&dma);
		EXPECT(handle[i] >= 0);
	}
}

/*
 * A device may answer as soon as the gate has its posted writes, whether the
 * engine has allowed them yet or not. The page is the host's again after the
 * wait.
 */
FLOW_WITH(dtlb_parked_write, flow_ats_legacy,
	  "a wait comes after posted writes that are yet to be allowed")
{
	static struct ats_world w;
	uint64_t data[AHEAD] = { 0 }, posted = 0x5678;
	int handle[AHEAD], last;
	struct flow_dma dma;

	ats_world_start(&w);
	map_pages(&w.d);
	w.tlb.manner = DEVICE_TLB_LATE;
	flow_target_mem_write(FLOW_STATUS, &(uint32_t){ 0 }, 4);
	driver_queue(&w.d, driver_desc_device_tlb(SID, 0, IOVA, 4096));
	driver_queue(&w.d, driver_desc_wait(WAIT_SW, FLOW_STATUS, 9));
	driver_kick(&w.d);
	WAIT(w.tlb.invalidations);
	send_others(handle, data);
	dma = flow_translated(SID, FLOW_WRITE, PAGE_0, &posted);
	last = flow_begin(&dma);
	EXPECT(last >= 0);
	device_tlb_release(&w.tlb);
	EXPECT(device_tlb_step(&w.tlb));
	WAIT(flow_load32(FLOW_STATUS) == 9);
	EXPECT_EQUAL(flow_load(PAGE_0), 0x5678);
	WAIT(flow_target_dma_poll(last) == FLOW_DMA_OK);
	for (unsigned int i = 0; i < AHEAD; i++)
		WAIT(flow_target_dma_poll(handle[i]) == FLOW_DMA_OK);
}
