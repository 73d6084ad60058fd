/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

#define TTM(n) (UINT64_C(n) << 10)

static void root(struct ats_world *w, uint64_t mode)
{
	flow_write64(VTD_RTADDR, w->d.tables.root | mode);
	driver_gcmd(&w->d, VTD_GCMD_SRTP, 0);
	WAIT(flow_read32(VTD_GSTS) & VTD_GSTS_RTPS);
}

/* VT-d 7.1.3, RTA.1 and RTA.4. */
FLOW_WITH(ats_modes, flow_ats_scalable,
	  "30h, 33h: reserved and abort mode for every kind of request")
{
	static struct ats_world w;

	ats_world_start_space(&w, SCALABLE_SECOND);
	for (unsigned int pasid = 0; pasid < 2; pasid++) {
		root(&w, TTM(2));
		EXPECT_ROW(&w, VTD_FAULT_RTA_1, ROW_CA, ROW_BLOCKED,
			   ROW_BLOCKED);
		root(&w, TTM(3));
		EXPECT_ROW(&w, VTD_FAULT_RTA_4, ROW_UR, ROW_BLOCKED,
			   ROW_BLOCKED);
		flow_with_pasid(PASID);
	}
	root(&w, TTM(1));
	EXPECT_ROW(&w, 0, ROW_PASSES, ROW_OTHER_PASSES, ROW_OTHER_PASSES);
}
