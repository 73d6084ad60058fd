/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

static struct shadow_client c;

FLOW_WITH(shadow_rights_above, flow_ats_caching,
	  "rights of upper entries count for every page below")
{
	struct driver d;

	driver_start_shadow(&d, &c);
	driver_map(&d, FLOW_SHADOW_SID, 0x400000, PAGE_0, TABLES_PAGE_4K,
		   TABLES_RW);
	driver_map(&d, FLOW_SHADOW_SID, 0x401000, PAGE_1, TABLES_PAGE_4K,
		   TABLES_RW);
	driver_inv_iotlb_page(&d, DID, 0x400000, 1, false);
	EXPECT_MAP(&c, 0x400000, 4096, PAGE_0, TABLES_RW);
	EXPECT_MAP(&c, 0x401000, 4096, PAGE_1, TABLES_RW);
	flow_clear(driver_slot(&d, FLOW_SHADOW_SID, 0x400000, 2), TABLES_W);
	driver_inv_iotlb_page(&d, DID, 0x400000, 9, false);
	EXPECT_UNMAP(&c, 0x400000, 4096);
	EXPECT_MAP(&c, 0x400000, 4096, PAGE_0, TABLES_R);
	EXPECT_UNMAP(&c, 0x401000, 4096);
	EXPECT_MAP(&c, 0x401000, 4096, PAGE_1, TABLES_R);
	EXPECT_TOLD_ALL(&c);
	EXPECT_SHADOW(&c, 2);
}
