/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

/*
 * A second SRTP while the first one waits for requests in flight: RTPS, cleared
 * by each write of SRTP, is set again only when the newest root is in force
 * (VT-d 11.4.4.2).
 */
static void next_root(struct driver *d, uint64_t pa)
{
	driver_new_tables(d);
	driver_attach(d, SID, DID, 4);
	driver_map(d, SID, IOVA, pa, TABLES_PAGE_4K, TABLES_RW);
	flow_write64(VTD_RTADDR, d->tables.root);
	driver_gcmd(d, VTD_GCMD_SRTP, 0);
	EXPECT(!(flow_read32(VTD_GSTS) & VTD_GSTS_RTPS));
	flow_target_run(50);
}

FLOW(gcmd_srtp_twice, "of two SRTP in a row the second one stands")
{
	struct driver d;
	uint64_t out = 1;
	struct flow_dma write = flow_request(SID, FLOW_WRITE, IOVA, &out);
	int w;

	driver_start_mapped(&d);
	flow_target_mem_hold(true);
	w = flow_begin(&write);
	flow_target_run(20);
	next_root(&d, PAGE_0 + 0x1000);
	next_root(&d, PAGE_1);
	flow_target_mem_hold(false);
	WAIT(flow_read32(VTD_GSTS) & VTD_GSTS_RTPS);
	EXPECT_READS(SID, IOVA, PAGE_1);
	EXPECT(flow_target_dma_poll(w) == FLOW_DMA_OK);
}
