/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

#define FEE UINT64_C(0xfee00000)

/* VT-d 7.1.3, SGN.8.2 and SGN.8.3. */
FLOW_WITH(ats_output, flow_ats_scalable,
	  "87h: pages that overlap the interrupt range")
{
	static struct ats_world w;
	uint64_t word;

	ats_world_start_space(&w, SCALABLE_FIRST);
	flow_with_pasid(PASID);
	driver_tree_map(&w.d, &w.space.fs, IOVA, FEE, TABLES_PAGE_4K,
			TABLES_FS_USER);
	driver_tree_map(&w.d, &w.space.fs, TABLES_PAGE_1G, FEE, TABLES_PAGE_2M,
			TABLES_FS_USER);
	driver_inv_all(&w.d);
	EXPECT_ATS_CA(&w.tlb, IOVA, VTD_FAULT_SGN_8);
	EXPECT_ATS_CA(&w.tlb, TABLES_PAGE_1G + 0xff000, VTD_FAULT_SGN_8);
	/* The rest of the page comes in pieces that do not overlap. */
	word = flow_ats(&w.tlb, TABLES_PAGE_1G + 0x1ff000, 1, false).word[0];
	EXPECT(word & ATS_R);
	EXPECT(device_tlb_first(word) >= FEE + 0x100000);
	flow_without_pasid();
	EXPECT_NO_TRANSLATED(SID, FLOW_READ, FEE, VTD_FAULT_SGN_8);
}
