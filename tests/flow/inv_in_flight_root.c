/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

/*
 * VT-d 6.6: with CAP.ESRTPS, SRTP invalidates as the commands would, and an
 * IOTLB invalidation drains: RTPS says that the old tables are out of use.
 */
FLOW(inv_in_flight_root, "RTPS is set when requests by the old root are done")
{
	struct driver d;
	uint64_t out = 0x6666;
	struct flow_dma write = flow_request(SID, FLOW_WRITE, IOVA, &out);
	int w;

	driver_start_mapped(&d);
	flow_target_mem_hold(true);
	w = flow_begin(&write);
	flow_target_run(20);
	driver_new_tables(&d);
	driver_attach(&d, SID, DID, 4);
	driver_map(&d, SID, IOVA, PAGE_1, TABLES_PAGE_4K, TABLES_RW);
	flow_write64(VTD_RTADDR, d.tables.root);
	driver_gcmd(&d, VTD_GCMD_SRTP, 0);
	flow_target_run(200);
	EXPECT(!(flow_read32(VTD_GSTS) & VTD_GSTS_RTPS));
	flow_target_mem_hold(false);
	WAIT(flow_read32(VTD_GSTS) & VTD_GSTS_RTPS);
	EXPECT(flow_target_dma_poll(w) == FLOW_DMA_OK);
	EXPECT_EQUAL(flow_load(PAGE_0), 0x6666);
	EXPECT_READS(SID, IOVA, PAGE_1);
}
