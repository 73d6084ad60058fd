/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

/* VT-d 7.1.3, LSS.1: a paging table below the top cannot be read. */
static void try_level(struct driver *d, uint16_t sid, unsigned int levels,
		      unsigned int level)
{
	uint64_t table = driver_slot(d, sid, IOVA, level) & ~UINT64_C(0xfff);
	unsigned int reason = level == levels ? VTD_FAULT_LCT_4 :
						VTD_FAULT_LSS_1;

	flow_target_mem_fail(table, 0x1000, true);
	EXPECT_BLOCKED(sid, FLOW_READ, IOVA, reason);
	EXPECT_BLOCKED(sid, FLOW_WRITE, IOVA, reason);
	flow_target_mem_fail(table, 0x1000, false);
	EXPECT_READS(sid, IOVA, PAGE_0);
	driver_inv_iotlb_domain(d, (uint16_t)(DID + levels));
}

FLOW_WITH(fault_07_unreadable, flow_wide,
	  "unreadable tables of every level are faults")
{
	struct driver d;

	driver_start(&d);
	for (unsigned int levels = 3; levels <= 5; levels++) {
		uint16_t sid = (uint16_t)(SID + levels);

		driver_attach(&d, sid, (uint16_t)(DID + levels), levels);
		driver_map(&d, sid, IOVA, PAGE_0, TABLES_PAGE_4K, TABLES_RW);
		for (unsigned int level = levels; level; level--)
			try_level(&d, sid, levels, level);
	}
}
