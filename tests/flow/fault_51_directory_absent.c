/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

FLOW_WITH(fault_51_directory_absent, flow_scalable,
	  "SPD.2: the PASID directory entry is not present")
{
	struct scalable_pasid space;
	struct driver d;
	uint64_t slot;

	driver_start_space(&d, &space, SCALABLE_SECOND);
	slot = scalable_dir_slot(&d.tables, SID, 0);
	EXPECT_SPOILED(&d, slot, BIT(0), VTD_FAULT_SPD_2);
	EXPECT_SPOILED(&d, slot, BIT(0) | BIT(2) | BIT(63), VTD_FAULT_SPD_2);
	flow_with_pasid(PASID_2);
	EXPECT_BLOCKED(SID, FLOW_WRITE, IOVA, VTD_FAULT_SPD_2);
}
