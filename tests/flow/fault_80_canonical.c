/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

/*
 * VT-d 3.6: bits 63:48 equal bit 47.
 */
FLOW_WITH(fault_80_canonical, flow_scalable,
	  "SGN.1: first-stage addresses that are not canonical")
{
	struct scalable_pasid space;
	struct driver d;

	driver_start_space(&d, &space, SCALABLE_FIRST);
	EXPECT_BLOCKED(SID, FLOW_READ, BIT(47), VTD_FAULT_SGN_1);
	EXPECT_BLOCKED(SID, FLOW_WRITE, BIT(47) | IOVA, VTD_FAULT_SGN_1);
	EXPECT_BLOCKED(SID, FLOW_READ, BIT(48) | IOVA, VTD_FAULT_SGN_1);
	EXPECT_BLOCKED(SID, FLOW_READ, BIT(63) | IOVA, VTD_FAULT_SGN_1);
	EXPECT_BLOCKED(SID, FLOW_READ, ~BIT(47) & ~UINT64_C(7),
		       VTD_FAULT_SGN_1);
	/* The last ones that are. */
	EXPECT_BLOCKED(SID, FLOW_READ, BIT(47) - 8, VTD_FAULT_SFS_2);
	EXPECT_BLOCKED(SID, FLOW_READ, ~(BIT(47) - 1), VTD_FAULT_SFS_2);
}
