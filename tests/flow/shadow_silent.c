/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

static struct shadow_client c;

FLOW_WITH(shadow_silent, flow_ats_caching,
	  "a client that does not acknowledge holds nobody up for ever")
{
	struct driver d;

	driver_start_shadow(&d, &c);
	driver_map(&d, FLOW_SHADOW_SID, 0x1000, PAGE_0, TABLES_PAGE_4K,
		   TABLES_RW);
	c.manner = SHADOW_CLIENT_SILENT;
	flow_target_mem_write(FLOW_STATUS, &(uint32_t){ 0 }, 4);
	driver_queue(&d, driver_desc_iotlb(DESC_FINE, DID, 0x1000, 0, false));
	driver_queue(&d, driver_desc_wait(WAIT_SW, FLOW_STATUS, 77));
	driver_kick(&d);
	flow_run(20);
	EXPECT_EQUAL(flow_load32(FLOW_STATUS), 0);
	flow_pass_time(2 * VTD_DEVICE_TIMEOUT);
	EXPECT_EQUAL(flow_load32(FLOW_STATUS), 77);
	EXPECT(c.lost);
	EXPECT_BLOCKED(FLOW_SHADOW_SID, FLOW_READ, PAGE_0, VTD_FAULT_LCT_5);
}
