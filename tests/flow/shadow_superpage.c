/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

static struct shadow_client c;

FLOW_WITH(shadow_superpage, flow_ats_caching,
	  "a large page is one mapping, whatever is flushed of it")
{
	struct driver d;

	driver_start_shadow(&d, &c);
	driver_map(&d, FLOW_SHADOW_SID, 0x400000, PAGE_0, TABLES_PAGE_2M,
		   TABLES_RW);
	driver_inv_iotlb_page(&d, DID, 0x455000, 0, false);
	EXPECT_MAP(&c, 0x400000, TABLES_PAGE_2M, PAGE_0, TABLES_RW);
	driver_inv_iotlb_page(&d, DID, 0x466000, 0, false);
	EXPECT_TOLD_ALL(&c);
	driver_map(&d, FLOW_SHADOW_SID, UINT64_C(0x40000000), PAGE_1,
		   TABLES_PAGE_1G, TABLES_R);
	driver_inv_iotlb_page(&d, DID, UINT64_C(0x40000000), 0, false);
	EXPECT_MAP(&c, UINT64_C(0x40000000), TABLES_PAGE_1G, PAGE_1, TABLES_R);
	EXPECT_TOLD_ALL(&c);
	EXPECT_SHADOW(&c, 2);
}
