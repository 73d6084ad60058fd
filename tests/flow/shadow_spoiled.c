/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

static struct shadow_client c;

FLOW_WITH(shadow_spoiled, flow_ats_caching,
	  "a reserved bit or an unreadable table withdraws the mapping")
{
	struct driver d;
	uint64_t slot;

	driver_start_shadow(&d, &c);
	driver_map(&d, FLOW_SHADOW_SID, 0x1000, PAGE_0, TABLES_PAGE_4K,
		   TABLES_RW);
	driver_inv_iotlb_page(&d, DID, 0x1000, 0, false);
	EXPECT_MAP(&c, 0x1000, 4096, PAGE_0, TABLES_RW);
	slot = driver_slot(&d, FLOW_SHADOW_SID, 0x1000, 1);
	flow_flip(slot, BIT(62));
	driver_inv_iotlb_page(&d, DID, 0x1000, 0, false);
	EXPECT_UNMAP(&c, 0x1000, 4096);
	EXPECT_TOLD_ALL(&c);
	flow_flip(slot, BIT(62));
	driver_inv_iotlb_page(&d, DID, 0x1000, 0, false);
	EXPECT_MAP(&c, 0x1000, 4096, PAGE_0, TABLES_RW);
	flow_target_mem_fail(slot, 8, true);
	driver_inv_iotlb_page(&d, DID, 0x1000, 0, false);
	EXPECT_UNMAP(&c, 0x1000, 4096);
	EXPECT_TOLD_ALL(&c);
	flow_target_mem_fail(slot, 8, false);
	driver_inv_iotlb_page(&d, DID, 0x1000, 0, false);
	EXPECT_MAP(&c, 0x1000, 4096, PAGE_0, TABLES_RW);
	EXPECT_TOLD_ALL(&c);
}
