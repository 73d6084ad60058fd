/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

/* Who cannot be remembered gets nothing: never untracked. */
FLOW_WITH(dtlb_caching_full, flow_ats_scalable_caching,
	  "CM: more users of translations than can be remembered")
{
	static struct ats_world w;
	uint32_t pasid = 0x100;
	struct device_tlb_request r;

	ats_world_start_space(&w, SCALABLE_FIRST);
	for (unsigned int i = 0; i < VTD_DEVICE_TLB_USERS; i++) {
		driver_bind(&w.d, SID, pasid + i, &w.space);
		flow_with_pasid(pasid + i);
		EXPECT_ATS(&w.tlb, IOVA, PAGE_0 | ATS_RW);
	}
	flow_with_pasid(PASID);
	r = flow_ats(&w.tlb, IOVA, 1, false);
	EXPECT(r.status != GATE_ATS_STATUS_SUCCESS);
	/* Those who are remembered are asked; then there is room. */
	driver_inv_iotlb_domain(&w.d, DID);
	for (unsigned int i = 0; i < VTD_DEVICE_TLB_USERS; i++) {
		flow_with_pasid(pasid + i);
		EXPECT(!device_tlb_find(&w.tlb, flow_who(), IOVA, false));
	}
	flow_with_pasid(PASID);
	EXPECT_ATS(&w.tlb, IOVA, PAGE_0 | ATS_RW);
}
