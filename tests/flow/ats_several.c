/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

static struct device_tlb_request ask(struct ats_world *w, uint64_t addr,
				     unsigned int count)
{
	struct device_tlb_request r = flow_ats(&w->tlb, addr, count, false);

	EXPECT_EQUAL(r.status, GATE_ATS_STATUS_SUCCESS);
	EXPECT(r.count >= 1 && r.count <= count);
	return r;
}

/*
 * PCIe ATS: translations of one answer abut and are of one size; fewer than
 * asked for are no error, but none is padding.
 */
FLOW_WITH(ats_several, flow_ats_legacy,
	  "up to eight translations in an answer, one page after the other")
{
	static struct ats_world w;
	struct device_tlb_request r;

	ats_world_start(&w);
	for (uint64_t i = 0; i < 8; i++)
		driver_map(&w.d, SID, IOVA + 4096 * i, PAGE_1 - 8192 * i,
			   TABLES_PAGE_4K, i & 1 ? TABLES_R : TABLES_RW);
	driver_inv_all(&w.d);
	for (unsigned int count = 1; count <= 8; count++) {
		r = ask(&w, IOVA, count);
		for (uint64_t i = 0; i < r.count; i++)
			EXPECT_EQUAL(r.word[i],
				     (PAGE_1 - 8192 * i) |
					     (i & 1 ? ATS_R : ATS_RW));
	}
	/* A hole is not filled up with nothing. */
	driver_unmap(&w.d, SID, IOVA + 8192);
	driver_inv_all(&w.d);
	r = ask(&w, IOVA, 8);
	EXPECT(r.count <= 3);
	for (unsigned int i = 0; i < r.count && i < 2; i++)
		EXPECT(r.word[i] & ATS_R);
	EXPECT_NO_FAULT();
}
