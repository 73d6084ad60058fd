/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

static struct shadow_client c;

/* A device may not get there; so a shadow does not show the way. */
FLOW_WITH(shadow_unreachable, flow_ats_caching,
	  "pages that no device may reach are not told")
{
	struct driver d;

	driver_start_shadow(&d, &c);
	driver_map(&d, FLOW_SHADOW_SID, 0x1000, UINT64_C(0xfee00000),
		   TABLES_PAGE_4K, TABLES_RW);
	driver_map(&d, FLOW_SHADOW_SID, 0x2000, PAGE_0, TABLES_PAGE_4K,
		   TABLES_RW);
	/* The interrupt range of input addresses is no memory either. */
	driver_map(&d, FLOW_SHADOW_SID, UINT64_C(0xfee01000), PAGE_1,
		   TABLES_PAGE_4K, TABLES_RW);
	driver_inv_iotlb_domain(&d, DID);
	EXPECT_MAP(&c, 0x2000, 4096, PAGE_0, TABLES_RW);
	EXPECT_TOLD_ALL(&c);
	EXPECT_SHADOW(&c, 1);
}
