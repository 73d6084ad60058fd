/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

/* VT-d 4.2.2: success with what there is; NW and NWFS take W away. */
static void expect_rights(struct ats_world *w, unsigned int perm)
{
	uint64_t word = PAGE_1 | (perm & TABLES_R ? ATS_R : 0) |
			(perm & TABLES_W ? ATS_W : 0);

	driver_map(&w->d, SID, IOVA, PAGE_1, TABLES_PAGE_4K, perm);
	driver_inv_all(&w->d);
	EXPECT_ATS(&w->tlb, IOVA, word);
	if (perm & TABLES_R)
		EXPECT_ATS_NW(&w->tlb, IOVA, word & ~ATS_W);
}

FLOW_WITH(ats_rights, flow_ats_legacy,
	  "5h, 6h: a translation has the rights that there are")
{
	static struct ats_world w;

	ats_world_start(&w);
	expect_rights(&w, TABLES_RW);
	expect_rights(&w, TABLES_R);
	expect_rights(&w, TABLES_W);
	/* Those of the levels above count too. */
	driver_map(&w.d, SID, IOVA, PAGE_1, TABLES_PAGE_4K, TABLES_RW);
	flow_clear(driver_slot(&w.d, SID, IOVA, 3), TABLES_W);
	driver_inv_all(&w.d);
	EXPECT_ATS(&w.tlb, IOVA, PAGE_1 | ATS_R);
}
