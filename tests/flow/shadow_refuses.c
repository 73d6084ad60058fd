/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

static struct shadow_client c;

FLOW_WITH(shadow_refuses, flow_ats_caching,
	  "a client that refuses a MAP is lost, blocked, and tried again")
{
	struct driver d;

	driver_start_shadow(&d, &c);
	driver_map(&d, FLOW_SHADOW_SID, 0x1000, PAGE_0, TABLES_PAGE_4K,
		   TABLES_RW);
	c.manner = SHADOW_CLIENT_REFUSES;
	driver_inv_iotlb_page(&d, DID, 0x1000, 0, false);
	flow_settle();
	EXPECT(c.lost);
	EXPECT_EQUAL(c.maps, 0);
	EXPECT_BLOCKED(FLOW_SHADOW_SID, FLOW_READ, PAGE_0, VTD_FAULT_LCT_5);
	c.manner = 0;
	shadow_client_clear(&c);
	driver_inv_iotlb_page(&d, DID, 0x1000, 0, false);
	WAIT(!c.lost);
	EXPECT_MAP(&c, 0x1000, 4096, PAGE_0, TABLES_RW);
	EXPECT_TOLD_ALL(&c);
	flow_expect_client_dma(FLOW_SHADOW_SID, PAGE_0);
}
