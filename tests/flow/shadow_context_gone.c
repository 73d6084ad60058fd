/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

static struct shadow_client c;

FLOW_WITH(shadow_context_gone, flow_ats_caching,
	  "a context entry that goes takes exactly what was told")
{
	struct driver d;

	driver_start_shadow(&d, &c);
	driver_map(&d, FLOW_SHADOW_SID, 0x1000, PAGE_0, TABLES_PAGE_4K,
		   TABLES_RW);
	driver_map(&d, FLOW_SHADOW_SID, 0x600000, PAGE_1, TABLES_PAGE_2M,
		   TABLES_RW);
	driver_inv_iotlb_domain(&d, DID);
	EXPECT_MAP(&c, 0x1000, 4096, PAGE_0, TABLES_RW);
	EXPECT_MAP(&c, 0x600000, TABLES_PAGE_2M, PAGE_1, TABLES_RW);
	flow_clear(driver_context_slot(&d, FLOW_SHADOW_SID), 1);
	driver_inv_context_device(&d, DID, FLOW_SHADOW_SID, 0);
	EXPECT_UNMAP(&c, 0x1000, 4096);
	EXPECT_UNMAP(&c, 0x600000, TABLES_PAGE_2M);
	EXPECT_TOLD_ALL(&c);
	flow_set(driver_context_slot(&d, FLOW_SHADOW_SID), 1);
	driver_inv_context_device(&d, DID, FLOW_SHADOW_SID, 0);
	EXPECT_MAP(&c, 0x1000, 4096, PAGE_0, TABLES_RW);
	EXPECT_MAP(&c, 0x600000, TABLES_PAGE_2M, PAGE_1, TABLES_RW);
	EXPECT_TOLD_ALL(&c);
}
