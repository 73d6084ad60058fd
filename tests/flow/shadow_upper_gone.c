/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

static struct shadow_client c;

FLOW_WITH(shadow_upper_gone, flow_ats_caching,
	  "an upper entry that goes takes what was told with it")
{
	struct driver d;

	driver_start_shadow(&d, &c);
	driver_map(&d, FLOW_SHADOW_SID, 0x201000, PAGE_0, TABLES_PAGE_4K,
		   TABLES_RW);
	driver_map(&d, FLOW_SHADOW_SID, 0x280000, PAGE_1, TABLES_PAGE_4K,
		   TABLES_RW);
	driver_map(&d, FLOW_SHADOW_SID, 0x3ff000, PAGE_0, TABLES_PAGE_4K,
		   TABLES_RW);
	driver_inv_iotlb_page(&d, DID, 0x200000, 9, false);
	EXPECT_MAP(&c, 0x201000, 4096, PAGE_0, TABLES_RW);
	EXPECT_MAP(&c, 0x280000, 4096, PAGE_1, TABLES_RW);
	EXPECT_MAP(&c, 0x3ff000, 4096, PAGE_0, TABLES_RW);
	flow_clear(driver_slot(&d, FLOW_SHADOW_SID, 0x201000, 2), TABLES_RW);
	driver_inv_iotlb_page(&d, DID, 0x200000, 9, false);
	EXPECT_UNMAP(&c, 0x201000, 4096);
	EXPECT_UNMAP(&c, 0x280000, 4096);
	EXPECT_UNMAP(&c, 0x3ff000, 4096);
	EXPECT_TOLD_ALL(&c);
	/* And nothing at all where nothing was told. */
	driver_inv_iotlb_page(&d, DID, 0x400000, 9, false);
	EXPECT_TOLD_ALL(&c);
	EXPECT_SHADOW(&c, 0);
}
