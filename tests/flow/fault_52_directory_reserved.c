/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

FLOW_WITH(fault_52_directory_reserved, flow_scalable,
	  "SPD.3: reserved bits of the PASID directory entry")
{
	struct scalable_pasid space;
	struct driver d;
	uint64_t slot;

	driver_start_space(&d, &space, SCALABLE_SECOND);
	slot = scalable_dir_slot(&d.tables, SID, 0);
	EXPECT_SPOILED(&d, slot, BIT(2), VTD_FAULT_SPD_3);
	EXPECT_SPOILED(&d, slot, BIT(11), VTD_FAULT_SPD_3);
	EXPECT_SPOILED(&d, slot, BIT(flow_haw()), VTD_FAULT_SPD_3);
	EXPECT_SPOILED(&d, slot, BIT(63), VTD_FAULT_SPD_3);
}
