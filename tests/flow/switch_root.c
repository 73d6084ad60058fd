/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

FLOW_WITH(switch_root, flow_scalable,
	  "SRTP to another scalable root, with requests in flight")
{
	struct scalable_pasid space;
	struct driver d;
	uint64_t out = 0xabcd;
	struct flow_dma write = flow_request(SID, FLOW_WRITE, IOVA, &out);
	int w;

	driver_start_space(&d, &space, SCALABLE_FIRST);
	EXPECT_READS(SID, IOVA, PAGE_0);
	flow_target_mem_hold(true);
	w = flow_begin(&write);
	flow_target_run(20);
	driver_new_tables(&d);
	driver_attach_scalable(&d, SID);
	space = driver_space(&d, SCALABLE_FIRST, DID_2);
	driver_tree_map(&d, &space.fs, IOVA, PAGE_1, TABLES_PAGE_4K,
			TABLES_FS_USER);
	driver_bind(&d, SID, 0, &space);
	flow_write64(VTD_RTADDR, d.tables.root | flow_put(VTD_RTADDR_TTM, 1));
	driver_gcmd(&d, VTD_GCMD_SRTP, 0);
	flow_target_run(200);
	EXPECT(!(flow_read32(VTD_GSTS) & VTD_GSTS_RTPS));
	flow_target_mem_hold(false);
	WAIT(flow_read32(VTD_GSTS) & VTD_GSTS_RTPS);
	EXPECT(flow_target_dma_poll(w) == FLOW_DMA_OK);
	EXPECT_EQUAL(flow_load(PAGE_0), 0xabcd);
	EXPECT_READS(SID, IOVA, PAGE_1);
}
