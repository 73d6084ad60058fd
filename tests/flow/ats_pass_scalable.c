/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

/* VT-d 4.2.2: identity, S = 1 for as large a page as there is. */
FLOW_WITH(ats_pass_scalable, flow_ats_scalable,
	  "83h: pass-through entries and the host address width")
{
	static struct ats_world w;
	struct device_tlb_request r;

	ats_world_start_space(&w, SCALABLE_PASS);
	for (unsigned int pasid = 0; pasid < 2; pasid++) {
		r = flow_ats(&w.tlb, PAGE_0 + 0x5000, 1, false);
		EXPECT_EQUAL(r.status, GATE_ATS_STATUS_SUCCESS);
		EXPECT_EQUAL(r.word[0] & (ATS_RW | ATS_U), ATS_RW);
		EXPECT(device_tlb_first(r.word[0]) <= PAGE_0 + 0x5000);
		EXPECT(device_tlb_last(r.word[0]) >= PAGE_0 + 0x5fff);
		EXPECT_ATS_NONE(&w.tlb, BIT(flow_haw()));
		flow_with_pasid(PASID);
	}
	flow_without_pasid();
	EXPECT_NO_TRANSLATED(SID, FLOW_READ, BIT(flow_haw()), VTD_FAULT_SGN_4);
	EXPECT_NO_TRANSLATED(SID, FLOW_READ, UINT64_C(0xfee00000),
			     VTD_FAULT_SGN_8);
	EXPECT_TRANSLATED(SID, PAGE_1);
}
