/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

/* VT-d 11.4.4.1, TE: requests that passed untranslated drain before TES. */
FLOW(inv_in_flight_enable, "TES is set when pass-through requests are done")
{
	struct driver d;
	uint64_t out = 0x9999;
	struct flow_dma write = flow_request(SID, FLOW_WRITE, PAGE_1, &out);
	int w;

	driver_init(&d);
	driver_attach(&d, SID, DID, 4);
	driver_map(&d, SID, IOVA, PAGE_0, TABLES_PAGE_4K, TABLES_RW);
	driver_set_root(&d);
	flow_target_mem_hold(true);
	w = flow_begin(&write);
	flow_target_run(20);
	driver_gcmd(&d, VTD_GCMD_TE, 0);
	flow_target_run(200);
	EXPECT(!(flow_read32(VTD_GSTS) & VTD_GSTS_TES));
	flow_target_mem_hold(false);
	WAIT(flow_read32(VTD_GSTS) & VTD_GSTS_TES);
	EXPECT(flow_target_dma_poll(w) == FLOW_DMA_OK);
	EXPECT_EQUAL(flow_load(PAGE_1), 0x9999);
	EXPECT_READS(SID, IOVA, PAGE_0);
}
