/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

static struct shadow_client c;

/* A wait comes after the acknowledgement of all that its flush led to. */
FLOW_WITH(shadow_wait, flow_ats_caching,
	  "a wait is not written before the client has acknowledged")
{
	struct driver d;

	driver_start_shadow(&d, &c);
	driver_map(&d, FLOW_SHADOW_SID, 0x1000, PAGE_0, TABLES_PAGE_4K,
		   TABLES_RW);
	driver_inv_iotlb_page(&d, DID, 0x1000, 0, false);
	EXPECT_MAP(&c, 0x1000, 4096, PAGE_0, TABLES_RW);
	driver_unmap(&d, FLOW_SHADOW_SID, 0x1000);
	c.in_flight = true;
	flow_target_mem_write(FLOW_STATUS, &(uint32_t){ 0 }, 4);
	driver_queue(&d, driver_desc_iotlb(DESC_FINE, DID, 0x1000, 0, false));
	driver_queue(&d, driver_desc_wait(WAIT_SW, FLOW_STATUS, 77));
	driver_kick(&d);
	WAIT(c.events);
	EXPECT_UNMAP(&c, 0x1000, 4096);
	flow_run(50);
	EXPECT_EQUAL(flow_load32(FLOW_STATUS), 0);
	c.in_flight = false;
	WAIT(flow_load32(FLOW_STATUS) == 77);
	EXPECT_TOLD_ALL(&c);
}
