/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

/*
 * VT-d 4.2.2: what a user may do; a supervisor's request says so in its answer,
 * and gets nothing without SRE (SPT.6, recoverable).
 */
FLOW_WITH(ats_first_rights, flow_ats_scalable,
	  "5Dh, 85h: rights of first-stage pages, privilege")
{
	static struct ats_world w;

	ats_world_start_space(&w, SCALABLE_FIRST);
	driver_tree_map(&w.d, &w.space.fs, IOVA + 4096, PAGE_1, TABLES_PAGE_4K,
			TABLES_FS_READ);
	driver_tree_map(&w.d, &w.space.fs, IOVA + 8192, PAGE_1, TABLES_PAGE_4K,
			TABLES_FS_PRIV);
	flow_with_pasid(PASID);
	EXPECT_ATS(&w.tlb, IOVA + 4096, PAGE_1 | ATS_R);
	EXPECT_ATS_NONE(&w.tlb, IOVA + 8192);
	flow_with_privilege(true);
	EXPECT_EQUAL(flow_ats(&w.tlb, IOVA + 8192, 1, false).word[0] &
			     (ATS_RW | ATS_U | ATS_PRIV),
		     ATS_PRIV);
	w.space.flags |= SCALABLE_SRE;
	driver_bind(&w.d, SID, PASID, &w.space);
	driver_inv_all(&w.d);
	EXPECT_ATS(&w.tlb, IOVA + 8192, PAGE_1 | ATS_RW | ATS_PRIV);
	EXPECT_NO_FAULT();
}
