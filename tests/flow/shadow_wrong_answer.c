/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

static struct shadow_client c;

/* What it was not sent, it cannot have done: nobody knows what it holds. */
FLOW_WITH(shadow_wrong_answer, flow_ats_caching,
	  "acknowledgements of what was not sent: the client is lost")
{
	struct driver d;

	driver_start_shadow(&d, &c);
	driver_map(&d, FLOW_SHADOW_SID, 0x1000, PAGE_0, TABLES_PAGE_4K,
		   TABLES_RW);
	c.manner = SHADOW_CLIENT_WRONG;
	driver_queue(&d, driver_desc_iotlb(DESC_FINE, DID, 0x1000, 0, false));
	driver_kick(&d);
	WAIT(c.lost);
	c.manner = 0;
	/* The answer to that was wrong as well. */
	flow_pass_time(2 * VTD_DEVICE_TIMEOUT);
	driver_inv_iotlb_page(&d, DID, 0x1000, 0, false);
	WAIT(!c.lost);
	EXPECT_EQUAL(c.maps, 1);
	flow_expect_client_dma(FLOW_SHADOW_SID, PAGE_0);
}
