/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

/* PCIe ATS: S, and the lowest 0 bit of the address says the size. */
FLOW_WITH(ats_sizes, flow_ats_legacy,
	  "translations of 4K, 2M and 1G, and what the device keeps of them")
{
	static struct ats_world w;
	const struct device_tlb_entry *e;

	ats_world_start(&w);
	EXPECT_ATS(&w.tlb, IOVA, PAGE_0 | ATS_RW);
	driver_map(&w.d, SID, IOVA + TABLES_PAGE_1G, PAGE_1 + TABLES_PAGE_2M,
		   TABLES_PAGE_2M, TABLES_RW);
	driver_map(&w.d, SID, 8 * TABLES_PAGE_1G, PAGE_1, TABLES_PAGE_1G,
		   TABLES_R);
	EXPECT_ATS(&w.tlb, IOVA + TABLES_PAGE_1G + 0x5000,
		   flow_ats_word(PAGE_1 + TABLES_PAGE_2M, TABLES_PAGE_2M,
				 ATS_RW));
	EXPECT_ATS(&w.tlb, 8 * TABLES_PAGE_1G + 0x123000,
		   flow_ats_word(PAGE_1, TABLES_PAGE_1G, ATS_R));
	e = device_tlb_find(&w.tlb, flow_who(), 8 * TABLES_PAGE_1G, false);
	EXPECT(e);
	EXPECT_EQUAL(e->last - e->first, TABLES_PAGE_1G - 1);
	EXPECT_TRANSLATED(SID, PAGE_1 + 0x3000);
}
