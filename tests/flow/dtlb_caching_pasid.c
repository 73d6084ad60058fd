/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

static bool holds(const struct ats_world *w)
{
	return device_tlb_find(&w->tlb, flow_who(), IOVA, false);
}

static void ask(struct ats_world *w)
{
	EXPECT_ATS(&w->tlb, IOVA, PAGE_0 | ATS_RW);
	EXPECT(holds(w));
}

/* What Linux sends when a PASID goes, without its device-TLB part. */
FLOW_WITH(dtlb_caching_pasid, flow_ats_scalable_caching,
	  "CM: a PASID that goes is forgotten by device TLBs as well")
{
	static struct ats_world w;

	ats_world_start_space(&w, SCALABLE_FIRST);
	flow_with_pasid(PASID);
	ask(&w);
	driver_inv_pasid_iotlb(&w.d, DID, PASID_2);
	EXPECT(holds(&w));
	driver_inv_pasid_iotlb(&w.d, DID, PASID);
	EXPECT(!holds(&w));
	ask(&w);
	flow_store(driver_pasid_slot(&w.d, SID, PASID), 0);
	driver_inv_pasid_one(&w.d, DID, PASID);
	driver_inv_pasid_iotlb(&w.d, DID, PASID);
	EXPECT(!holds(&w));
	EXPECT_ATS_NONE(&w.tlb, IOVA);
	EXPECT_EQUAL(flow_strays(), 0);
}
