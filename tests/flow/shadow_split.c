/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

static struct shadow_client c;

#define PAGES 512U

static void split(struct driver *d)
{
	flow_store(driver_slot(d, FLOW_SHADOW_SID, 0x400000, 2), 0);
	for (uint64_t off = 0; off < TABLES_PAGE_2M; off += 4096)
		driver_map(d, FLOW_SHADOW_SID, 0x400000 + off, PAGE_0 + off,
			   TABLES_PAGE_4K, TABLES_RW);
}

FLOW_WITH(shadow_split, flow_ats_caching,
	  "2M into 512 pages and back: never two mappings at once")
{
	struct driver d;

	driver_start_shadow(&d, &c);
	driver_map(&d, FLOW_SHADOW_SID, 0x400000, PAGE_0, TABLES_PAGE_2M,
		   TABLES_RW);
	driver_inv_iotlb_page(&d, DID, 0x400000, 9, false);
	EXPECT_MAP(&c, 0x400000, TABLES_PAGE_2M, PAGE_0, TABLES_RW);
	split(&d);
	driver_inv_iotlb_page(&d, DID, 0x400000, 9, false);
	EXPECT_UNMAP(&c, 0x400000, TABLES_PAGE_2M);
	for (uint64_t off = 0; off < TABLES_PAGE_2M; off += 4096)
		EXPECT_MAP(&c, 0x400000 + off, 4096, PAGE_0 + off, TABLES_RW);
	EXPECT_TOLD_ALL(&c);
	EXPECT_SHADOW(&c, PAGES);
	driver_map(&d, FLOW_SHADOW_SID, 0x400000, PAGE_0, TABLES_PAGE_2M,
		   TABLES_RW);
	driver_inv_iotlb_page(&d, DID, 0x400000, 9, false);
	for (uint64_t off = 0; off < TABLES_PAGE_2M; off += 4096)
		EXPECT_UNMAP(&c, 0x400000 + off, 4096);
	EXPECT_MAP(&c, 0x400000, TABLES_PAGE_2M, PAGE_0, TABLES_RW);
	EXPECT_TOLD_ALL(&c);
	EXPECT_SHADOW(&c, 1);
}
