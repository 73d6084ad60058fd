/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

#define FEE UINT64_C(0xfee00000)

/*
 * VT-d 3.15, 4.2.2 S.1, S.2: the range is untranslated only; pages that lead
 * there, also as a part of them, are errors (LGN.4).
 */
FLOW_WITH(ats_interrupt_range, flow_ats_legacy,
	  "Eh: the interrupt range and translations")
{
	static struct ats_world w;

	ats_world_start(&w);
	EXPECT_EQUAL(flow_ats(&w.tlb, FEE + 0x1000, 1, false).word[0] &
			     (ATS_RW | ATS_U | ATS_S),
		     ATS_W | ATS_U);
	EXPECT_EQUAL(flow_ats(&w.tlb, FEE, 1, true).word[0] & (ATS_RW | ATS_U),
		     0);
	EXPECT_NO_TRANSLATED(SID, FLOW_READ, FEE, VTD_FAULT_LGN_4);
	driver_map(&w.d, SID, IOVA, FEE, TABLES_PAGE_4K, TABLES_RW);
	driver_inv_all(&w.d);
	EXPECT_ATS_CA(&w.tlb, IOVA, VTD_FAULT_LGN_4);
	driver_map(&w.d, SID, TABLES_PAGE_1G, FEE, TABLES_PAGE_2M, TABLES_RW);
	driver_inv_all(&w.d);
	EXPECT_ATS_CA(&w.tlb, TABLES_PAGE_1G + 0x80000, VTD_FAULT_LGN_4);
}
