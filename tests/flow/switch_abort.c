/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

/*
 * VT-d 3.11: as if there were no root table; none is read.
 */
FLOW_WITH(switch_abort, flow_scalable,
	  "abort mode blocks all of scalable mode too")
{
	struct scalable_pasid space;
	struct driver d;

	driver_start_space(&d, &space, SCALABLE_FIRST);
	driver_bind(&d, SID, PASID, &space);
	EXPECT_READS(SID, IOVA, PAGE_0);
	flow_target_mem_fail(d.tables.root, 0x1000, true);
	flow_write64(VTD_RTADDR, d.tables.root | flow_put(VTD_RTADDR_TTM, 3));
	driver_gcmd(&d, VTD_GCMD_SRTP, 0);
	WAIT(flow_read32(VTD_GSTS) & VTD_GSTS_RTPS);
	EXPECT_BLOCKED(SID, FLOW_READ, IOVA, VTD_FAULT_RTA_4);
	flow_with_pasid(PASID);
	EXPECT_BLOCKED(SID, FLOW_WRITE, IOVA, VTD_FAULT_RTA_4);
	EXPECT_BLOCKED(SID_2, FLOW_READ, IOVA, VTD_FAULT_RTA_4);
	/* Invalidations are still carried out. */
	driver_inv_all(&d);
	flow_target_mem_fail(d.tables.root, 0x1000, false);
	driver_set_root(&d);
	EXPECT_READS(SID, IOVA, PAGE_0);
}
