/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

#define TTM_ABORT (UINT64_C(3) << 10)

static void root(struct ats_world *w, uint64_t mode)
{
	flow_write64(VTD_RTADDR, w->d.tables.root | mode);
	driver_gcmd(&w->d, VTD_GCMD_SRTP, 0);
	WAIT(flow_read32(VTD_GSTS) & VTD_GSTS_RTPS);
}

/* VT-d 7.1.3, RTA.3 and RTA.4: page requests belong to scalable mode. */
FLOW_WITH(prq_modes, flow_ats_scalable,
	  "32h RTA.3, 33h RTA.4: page requests in other modes")
{
	static struct ats_world w;

	ats_world_start_space(&w, SCALABLE_FIRST);
	root(&w, 0);
	EXPECT_ROW(&w, VTD_FAULT_RTA_3, ROW_SKIP, ROW_OTHER_SKIP, ROW_BLOCKED);
	flow_with_pasid(PASID);
	EXPECT_ROW(&w, VTD_FAULT_RTA_3, ROW_SKIP, ROW_OTHER_SKIP, ROW_BLOCKED);
	root(&w, TTM_ABORT);
	EXPECT_ROW(&w, VTD_FAULT_RTA_4, ROW_SKIP, ROW_OTHER_SKIP, ROW_BLOCKED);
}
