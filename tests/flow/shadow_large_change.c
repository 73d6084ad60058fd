/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

static struct shadow_client c;

#define PAGES 256U

/* Bounded turns: others' misses are answered between two messages. */
FLOW_WITH(shadow_large_change, flow_ats_caching,
	  "DMA of others goes on while a client is told of much")
{
	struct driver d;
	unsigned int before;

	driver_start_shadow(&d, &c);
	driver_attach(&d, SID, DID_2, driver_levels());
	for (uint64_t i = 0; i < 16; i++)
		driver_map(&d, SID, IOVA + (i << 12), PAGE_0 + (i << 12),
			   TABLES_PAGE_4K, TABLES_RW);
	for (uint64_t i = 0; i < PAGES; i++)
		driver_map(&d, FLOW_SHADOW_SID, i << 12, PAGE_1, TABLES_PAGE_4K,
			   TABLES_RW);
	driver_inv_context(&d);
	flow_target_mem_write(FLOW_STATUS, &(uint32_t){ 0 }, 4);
	driver_queue(&d, driver_desc_iotlb(DESC_GLOBAL, 0, 0, 0, false));
	driver_queue(&d, driver_desc_wait(WAIT_SW, FLOW_STATUS, 9));
	driver_kick(&d);
	WAIT(c.maps > 8);
	before = c.maps;
	for (uint64_t i = 0; i < 16; i++)
		EXPECT_READS(SID, IOVA + (i << 12), PAGE_0 + (i << 12));
	EXPECT(before < PAGES);
	WAIT(flow_load32(FLOW_STATUS) == 9);
	EXPECT_SHADOW(&c, PAGES);
}
