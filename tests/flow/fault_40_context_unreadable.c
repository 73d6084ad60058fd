/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

FLOW_WITH(fault_40_context_unreadable, flow_scalable,
	  "SCT.1: the scalable context entry cannot be read")
{
	struct scalable_pasid space;
	struct driver d;
	uint64_t slot;

	driver_start_space(&d, &space, SCALABLE_SECOND);
	slot = driver_scontext_slot(&d, SID);
	EXPECT_UNREADABLE(&d, slot, 32, VTD_FAULT_SCT_1);
	/* All of the 32 bytes count. */
	EXPECT_UNREADABLE(&d, slot + 24, 8, VTD_FAULT_SCT_1);
	/* Not qualified: FPD of an entry that nobody read is nobody's. */
	flow_set(slot, BIT(1));
	EXPECT_UNREADABLE(&d, slot, 32, VTD_FAULT_SCT_1);
}
