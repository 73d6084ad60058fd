/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

static struct shadow_client c;

FLOW_WITH(shadow_unmap, flow_ats_caching, "a page that goes is told once")
{
	struct driver d;

	driver_start_shadow(&d, &c);
	driver_map(&d, FLOW_SHADOW_SID, 0x1000, PAGE_0, TABLES_PAGE_4K,
		   TABLES_RW);
	driver_inv_iotlb_page(&d, DID, 0x1000, 0, false);
	EXPECT_MAP(&c, 0x1000, 4096, PAGE_0, TABLES_RW);
	driver_unmap(&d, FLOW_SHADOW_SID, 0x1000);
	driver_inv_iotlb_page(&d, DID, 0x1000, 0, false);
	EXPECT_UNMAP(&c, 0x1000, 4096);
	driver_inv_iotlb_page(&d, DID, 0x1000, 0, false);
	EXPECT_TOLD_ALL(&c);
	EXPECT_SHADOW(&c, 0);
}
