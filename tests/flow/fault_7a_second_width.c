/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

FLOW_WITH(fault_7a_second_width, flow_second,
	  "SSS.3: no superpages, no snoop bit, 48 address bits")
{
	struct scalable_pasid space;
	struct driver d;
	uint64_t slot;

	driver_start_space(&d, &space, SCALABLE_SECOND);
	slot = driver_tree_slot(&d, &space.ss, IOVA, 1);
	EXPECT_SPOILED(&d, slot, BIT(48), VTD_FAULT_SSS_3);
	EXPECT_SPOILED(&d, slot, BIT(11), VTD_FAULT_SSS_3);
	slot = driver_tree_slot(&d, &space.ss, IOVA, 3);
	EXPECT_SPOILED(&d, slot, BIT(51), VTD_FAULT_SSS_3);
}
