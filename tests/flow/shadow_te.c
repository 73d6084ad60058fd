/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

static struct shadow_client c;

/* Without TE there is nothing that a shadow could be of. */
FLOW_WITH(shadow_te, flow_ats_caching,
	  "TE off and on again: what the client has is right afterwards")
{
	struct driver d;

	driver_start_shadow(&d, &c);
	driver_map(&d, FLOW_SHADOW_SID, 0x1000, PAGE_0, TABLES_PAGE_4K,
		   TABLES_RW);
	driver_inv_iotlb_page(&d, DID, 0x1000, 0, false);
	EXPECT_MAP(&c, 0x1000, 4096, PAGE_0, TABLES_RW);
	driver_translate(&d, false);
	flow_settle();
	driver_map(&d, FLOW_SHADOW_SID, 0x1000, PAGE_1, TABLES_PAGE_4K,
		   TABLES_RW);
	driver_translate(&d, true);
	driver_inv_all(&d);
	EXPECT_SHADOW(&c, 1);
	EXPECT_EQUAL(shadow_client_find(&c, 0x1000)->pa, PAGE_1);
	flow_expect_client_dma(FLOW_SHADOW_SID, PAGE_1);
}
