/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

FLOW_WITH(ats_legacy_pasid, flow_ats_scalable,
	  "31h RTA.2: translation requests with PASID in legacy mode")
{
	static struct ats_world w;

	ats_world_start(&w);
	EXPECT_ATS(&w.tlb, IOVA, PAGE_0 | ATS_RW);
	flow_with_pasid(PASID);
	EXPECT_ATS_UR(&w.tlb, IOVA, VTD_FAULT_RTA_2);
}
