/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

/* With CM = 0 software says which device TLBs are to forget what. */
FLOW_WITH(dtlb_not_by_itself, flow_ats_legacy,
	  "without CM the block asks nothing of a device by itself")
{
	static struct ats_world w;

	ats_world_start(&w);
	EXPECT_ATS(&w.tlb, IOVA, PAGE_0 | ATS_RW);
	driver_inv_iotlb_domain(&w.d, DID);
	driver_inv_all(&w.d);
	EXPECT_EQUAL(w.tlb.invalidations, 0);
	driver_inv_device_tlb(&w.d, SID, 0, 0);
	EXPECT_EQUAL(w.tlb.invalidations, 1);
	EXPECT(!device_tlb_find(&w.tlb, flow_who(), IOVA, false));
}
