/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

static struct shadow_client c;

FLOW_WITH(shadow_context_moved, flow_ats_caching,
	  "other tables behind the context: only what differs is told")
{
	struct driver d;

	driver_start_shadow(&d, &c);
	driver_map(&d, FLOW_SHADOW_SID, 0x1000, PAGE_0, TABLES_PAGE_4K,
		   TABLES_RW);
	driver_map(&d, FLOW_SHADOW_SID, 0x2000, PAGE_0, TABLES_PAGE_4K,
		   TABLES_RW);
	driver_map(&d, FLOW_SHADOW_SID, 0x3000, PAGE_0, TABLES_PAGE_4K,
		   TABLES_RW);
	driver_inv_iotlb_domain(&d, DID);
	EXPECT_MAP(&c, 0x1000, 4096, PAGE_0, TABLES_RW);
	EXPECT_MAP(&c, 0x2000, 4096, PAGE_0, TABLES_RW);
	EXPECT_MAP(&c, 0x3000, 4096, PAGE_0, TABLES_RW);
	driver_attach(&d, FLOW_SHADOW_SID, DID, driver_levels());
	driver_map(&d, FLOW_SHADOW_SID, 0x1000, PAGE_0, TABLES_PAGE_4K,
		   TABLES_RW);
	driver_map(&d, FLOW_SHADOW_SID, 0x2000, PAGE_1, TABLES_PAGE_4K,
		   TABLES_RW);
	driver_map(&d, FLOW_SHADOW_SID, 0x4000, PAGE_1, TABLES_PAGE_4K,
		   TABLES_RW);
	driver_inv_context(&d);
	driver_inv_iotlb(&d);
	EXPECT_UNMAP(&c, 0x2000, 4096);
	EXPECT_MAP(&c, 0x2000, 4096, PAGE_1, TABLES_RW);
	EXPECT_UNMAP(&c, 0x3000, 4096);
	EXPECT_MAP(&c, 0x4000, 4096, PAGE_1, TABLES_RW);
	EXPECT_TOLD_ALL(&c);
	EXPECT_SHADOW(&c, 3);
}
