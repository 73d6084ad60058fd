/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

FLOW_WITH(fault_5b_fspm, flow_scalable,
	  "SPT.4: first-stage paging modes that do not exist")
{
	struct scalable_pasid space;
	struct driver d;
	uint64_t slot;

	driver_start_space(&d, &space, SCALABLE_FIRST);
	slot = driver_pasid_slot(&d, SID, 0) + 16;
	EXPECT_SPOILED(&d, slot, 2 << 2, VTD_FAULT_SPT_4);
	EXPECT_SPOILED(&d, slot, 3 << 2, VTD_FAULT_SPT_4);
}
