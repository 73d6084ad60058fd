/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

/* VT-d 4.2.2: N is PGSNP of a first stage, or SNP of the page. */
FLOW_WITH(ats_snoop, flow_ats_scalable,
	  "the N bit follows what the tables say of snooping")
{
	static struct ats_world w;
	uint64_t slot;

	ats_world_start_space(&w, SCALABLE_FIRST);
	flow_with_pasid(PASID);
	EXPECT_ATS(&w.tlb, IOVA, PAGE_0 | ATS_RW);
	w.space.flags |= SCALABLE_PGSNP;
	driver_bind(&w.d, SID, PASID, &w.space);
	driver_inv_all(&w.d);
	EXPECT_ATS(&w.tlb, IOVA, PAGE_0 | ATS_RW | ATS_N);
	w.space = driver_space(&w.d, SCALABLE_SECOND, DID_2);
	driver_tree_map(&w.d, &w.space.ss, IOVA, PAGE_1, TABLES_PAGE_4K,
			TABLES_RW);
	driver_bind(&w.d, SID, PASID, &w.space);
	driver_inv_all(&w.d);
	EXPECT_ATS(&w.tlb, IOVA, PAGE_1 | ATS_RW);
	slot = driver_tree_slot(&w.d, &w.space.ss, IOVA, 1);
	flow_set(slot, BIT(11));
	driver_inv_all(&w.d);
	EXPECT_ATS(&w.tlb, IOVA, PAGE_1 | ATS_RW | ATS_N);
}
