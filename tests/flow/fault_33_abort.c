/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

/* VT-d 3.4.4, 7.1.3 RTA.4: abort mode blocks everything and reads no table. */
FLOW_WITH(fault_33_abort, flow_wide, "abort mode blocks every request")
{
	struct driver d;

	driver_start_mapped(&d);
	EXPECT_READS(SID, IOVA, PAGE_0);
	flow_target_mem_fail(d.tables.root, 0x1000, true);
	flow_write64(VTD_RTADDR, d.tables.root | flow_put(VTD_RTADDR_TTM, 3));
	driver_gcmd(&d, VTD_GCMD_SRTP, 0);
	WAIT(flow_read32(VTD_GSTS) & VTD_GSTS_RTPS);
	EXPECT_BLOCKED(SID, FLOW_READ, IOVA, VTD_FAULT_RTA_4);
	EXPECT_BLOCKED(SID_2, FLOW_WRITE, PAGE_0, VTD_FAULT_RTA_4);
	flow_target_mem_fail(d.tables.root, 0x1000, false);
	driver_set_root(&d);
	EXPECT_READS(SID, IOVA, PAGE_0);
}
