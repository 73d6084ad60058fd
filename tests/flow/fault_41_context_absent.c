/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

FLOW_WITH(fault_41_context_absent, flow_scalable,
	  "SCT.2: the scalable context entry is not present")
{
	struct scalable_pasid space;
	struct driver d;
	uint64_t slot;

	driver_start_space(&d, &space, SCALABLE_SECOND);
	slot = driver_scontext_slot(&d, SID);
	EXPECT_SPOILED(&d, slot, BIT(0), VTD_FAULT_SCT_2);
	/* Reserved bits of an entry that is not present are not checked. */
	EXPECT_SPOILED(&d, slot, BIT(0) | BIT(7) | BIT(63), VTD_FAULT_SCT_2);
	EXPECT_BLOCKED(SID + 1, FLOW_WRITE, IOVA, VTD_FAULT_SCT_2);
	flow_with_pasid(PASID);
	EXPECT_BLOCKED(SID + 1, FLOW_READ, IOVA, VTD_FAULT_SCT_2);
}
