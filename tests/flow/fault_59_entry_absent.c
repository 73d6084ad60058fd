/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

FLOW_WITH(fault_59_entry_absent, flow_scalable,
	  "SPT.2: the PASID entry is not present")
{
	struct scalable_pasid space;
	struct driver d;
	uint64_t slot;

	driver_start_space(&d, &space, SCALABLE_SECOND);
	slot = driver_pasid_slot(&d, SID, 0);
	EXPECT_SPOILED(&d, slot, BIT(0), VTD_FAULT_SPT_2);
	EXPECT_SPOILED(&d, slot, BIT(0) | BIT(5) | BIT(63), VTD_FAULT_SPT_2);
	flow_with_pasid(3);
	EXPECT_BLOCKED(SID, FLOW_WRITE, IOVA, VTD_FAULT_SPT_2);
}
