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

/*
 * With CM = 1 Linux leaves out requests to device TLBs when it invalidates a
 * domain or all; then the block sends them, before the wait is written.
 */
FLOW_WITH(dtlb_caching_domain, flow_ats_caching,
	  "CM: a domain or global flush reaches device TLBs as well")
{
	static struct ats_world w;

	ats_world_start(&w);
	ask(&w);
	driver_inv_iotlb_domain(&w.d, DID_2);
	EXPECT(holds(&w));
	driver_inv_iotlb_domain(&w.d, DID);
	EXPECT(!holds(&w));
	ask(&w);
	driver_inv_iotlb(&w.d);
	EXPECT(!holds(&w));
	ask(&w);
	driver_inv_context_device(&w.d, DID, SID, 0);
	driver_inv_iotlb_domain(&w.d, DID);
	EXPECT(!holds(&w));
	EXPECT_NO_FAULT();
	EXPECT_EQUAL(flow_strays(), 0);
}
