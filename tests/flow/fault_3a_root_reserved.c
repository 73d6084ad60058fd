/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

FLOW_WITH(fault_3a_root_reserved, flow_scalable,
	  "SRT.3: reserved bits in the half that is used")
{
	struct scalable_pasid space;
	struct driver d;
	uint64_t low;

	driver_start_space(&d, &space, SCALABLE_SECOND);
	low = scalable_root_slot(&d.tables, SID);
	EXPECT_SPOILED(&d, low, BIT(1), VTD_FAULT_SRT_3);
	EXPECT_SPOILED(&d, low, BIT(11), VTD_FAULT_SRT_3);
	EXPECT_SPOILED(&d, low, BIT(flow_haw()), VTD_FAULT_SRT_3);
	EXPECT_SPOILED(&d, low, BIT(63), VTD_FAULT_SRT_3);
	/* Those of the other half are its own affair. */
	flow_store(low + 8, BIT(0) | BIT(1));
	driver_inv_all(&d);
	EXPECT_READS(SID, IOVA, PAGE_0);
	EXPECT_BLOCKED(SID_UP, FLOW_READ, IOVA, VTD_FAULT_SRT_3);
}
