/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

static struct shadow_client c;

#define TOO_MANY (VTD_SHADOW_NODES + 8)

static void map_all(struct driver *d)
{
	for (uint64_t i = 0; i < TOO_MANY; i++)
		driver_map(d, FLOW_SHADOW_SID, i << 12, PAGE_0, TABLES_PAGE_4K,
			   TABLES_RW);
}

/* Bounded memory: a client is lost as a whole, never half right. */
FLOW_WITH(shadow_pool, flow_ats_caching,
	  "more mappings than there is room for, and fewer again")
{
	struct driver d;

	driver_start_shadow(&d, &c);
	map_all(&d);
	driver_queue(&d, driver_desc_iotlb(DESC_DOMAIN, DID, 0, 0, false));
	driver_queue(&d, driver_desc_wait(WAIT_SW, FLOW_STATUS, 77));
	driver_kick(&d);
	WAIT(c.lost);
	EXPECT_EQUAL(c.maps, 0);
	WAIT(flow_load32(FLOW_STATUS) == 77);
	EXPECT_BLOCKED(FLOW_SHADOW_SID, FLOW_READ, PAGE_0, VTD_FAULT_LCT_5);
	for (uint64_t i = 16; i < TOO_MANY; i++)
		driver_unmap(&d, FLOW_SHADOW_SID, i << 12);
	shadow_client_clear(&c);
	driver_inv_iotlb_domain(&d, DID);
	WAIT(!c.lost);
	EXPECT_SHADOW(&c, 16);
	flow_expect_client_dma(FLOW_SHADOW_SID, PAGE_0);
}
