/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

static struct shadow_client c;

FLOW_WITH(shadow_root, flow_ats_caching,
	  "other root: what was told of the old one is taken back")
{
	struct driver d;

	driver_start_shadow(&d, &c);
	driver_map(&d, FLOW_SHADOW_SID, 0x1000, PAGE_0, TABLES_PAGE_4K,
		   TABLES_RW);
	driver_inv_iotlb_page(&d, DID, 0x1000, 0, false);
	EXPECT_MAP(&c, 0x1000, 4096, PAGE_0, TABLES_RW);
	driver_new_tables(&d);
	driver_attach(&d, FLOW_SHADOW_SID, DID, driver_levels());
	driver_set_root(&d);
	driver_inv_all(&d);
	EXPECT_UNMAP(&c, 0x1000, 4096);
	EXPECT_TOLD_ALL(&c);
	EXPECT_SHADOW(&c, 0);
}
