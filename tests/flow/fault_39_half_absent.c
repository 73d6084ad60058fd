/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

/*
 * VT-d 9.2: each half of the entry is checked only for its own functions.
 */
FLOW_WITH(fault_39_half_absent, flow_scalable,
	  "SRT.2: the half of the root entry is not present")
{
	struct scalable_pasid space;
	struct driver d;
	uint64_t low, up;

	driver_start_space(&d, &space, SCALABLE_SECOND);
	low = scalable_root_slot(&d.tables, SID);
	up = scalable_root_slot(&d.tables, SID_UP);
	EXPECT_EQUAL(up, low + 8);
	EXPECT_SPOILED(&d, low, BIT(0), VTD_FAULT_SRT_2);
	EXPECT_BLOCKED(SID_UP, FLOW_WRITE, IOVA, VTD_FAULT_SRT_2);
	/* What else stands there does not count. */
	EXPECT_SPOILED(&d, low, BIT(0) | BIT(5) | BIT(63), VTD_FAULT_SRT_2);
	flow_store(up, ~BIT(0));
	driver_inv_all(&d);
	EXPECT_READS(SID, IOVA, PAGE_0);
	EXPECT_BLOCKED(SID_UP, FLOW_READ, IOVA, VTD_FAULT_SRT_2);
	flow_with_pasid(PASID);
	EXPECT_BLOCKED(SID_UP, FLOW_READ, IOVA, VTD_FAULT_SRT_2);
}
