/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

static struct shadow_client c, late;

FLOW_WITH(shadow_second_client, flow_ats_caching,
	  "who registers later is told all there is, the others nothing")
{
	struct driver d;

	driver_start_shadow(&d, &c);
	driver_attach_client(&d, FLOW_SHADOW_SID_2, FLOW_SHADOW_SID);
	driver_map(&d, FLOW_SHADOW_SID, 0x1000, PAGE_0, TABLES_PAGE_4K,
		   TABLES_RW);
	driver_map(&d, FLOW_SHADOW_SID, 0x5000, PAGE_1, TABLES_PAGE_4K,
		   TABLES_R);
	driver_inv_all(&d);
	EXPECT_MAP(&c, 0x1000, 4096, PAGE_0, TABLES_RW);
	EXPECT_MAP(&c, 0x5000, 4096, PAGE_1, TABLES_R);
	EXPECT_TOLD_ALL(&c);
	flow_register(&late, FLOW_SHADOW_SID_2, CLIENT_SHADOW, 0, CLIENT_LAST);
	EXPECT_MAP(&late, 0x1000, 4096, PAGE_0, TABLES_RW);
	EXPECT_MAP(&late, 0x5000, 4096, PAGE_1, TABLES_R);
	EXPECT_TOLD_ALL(&late);
	EXPECT_TOLD_ALL(&c);
	driver_unmap(&d, FLOW_SHADOW_SID, 0x5000);
	driver_inv_iotlb_page(&d, DID, 0x5000, 0, false);
	EXPECT_UNMAP(&c, 0x5000, 4096);
	EXPECT_UNMAP(&late, 0x5000, 4096);
	EXPECT_SHADOW(&c, 1);
	EXPECT_SHADOW(&late, 1);
}
