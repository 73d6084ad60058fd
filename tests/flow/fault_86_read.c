/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

FLOW_WITH(fault_86_read, flow_scalable,
	  "SGN.7: a read without the right of the second stage")
{
	struct scalable_pasid space;
	struct driver d;
	uint64_t slot;

	driver_start_space(&d, &space, SCALABLE_SECOND);
	slot = driver_tree_slot(&d, &space.ss, IOVA, 1);
	EXPECT_SPOILED(&d, slot, BIT(0), VTD_FAULT_SGN_7);
	flow_clear(slot, BIT(0));
	driver_inv_all(&d);
	EXPECT_WRITES(SID, IOVA, PAGE_0);
	EXPECT_BLOCKED(SID, FLOW_ATOMIC, IOVA, VTD_FAULT_SGN_7);
	EXPECT_BLOCKED(SID, FLOW_READ, IOVA, VTD_FAULT_SGN_7);
}
