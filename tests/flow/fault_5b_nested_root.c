/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

/*
 * VT-d 9.6: at or above min(MGAW, AW), 48 bits here; the host has 52.
 */
FLOW_WITH(fault_5b_nested_root, flow_scalable,
	  "SPT.4: a nested FSPTPTR beyond the second stage")
{
	struct scalable_pasid space;
	struct driver d;
	uint64_t slot;

	driver_start_space(&d, &space, SCALABLE_NESTED);
	slot = driver_pasid_slot(&d, SID, 0) + 16;
	EXPECT_SPOILED(&d, slot, BIT(48), VTD_FAULT_SPT_4);
	EXPECT_SPOILED(&d, slot, BIT(51), VTD_FAULT_SPT_4);
}
