/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

FLOW_WITH(fault_7a_second_reserved, flow_scalable,
	  "SSS.3: reserved bits of second-stage entries")
{
	struct scalable_pasid space;
	struct driver d;
	uint64_t slot;

	driver_start_space(&d, &space, SCALABLE_SECOND);
	slot = driver_tree_slot(&d, &space.ss, IOVA, 4);
	EXPECT_SPOILED(&d, slot, BIT(7), VTD_FAULT_SSS_3);
	EXPECT_SPOILED(&d, slot, BIT(11), VTD_FAULT_SSS_3);
	EXPECT_SPOILED(&d, slot, BIT(62), VTD_FAULT_SSS_3);
	slot = driver_tree_slot(&d, &space.ss, IOVA, 1);
	EXPECT_SPOILED(&d, slot, BIT(62), VTD_FAULT_SSS_3);
	slot = driver_tree_slot(&d, &space.ss, IOVA, 2);
	flow_store(slot, PAGE_0 | TABLES_RW | BIT(7));
	driver_inv_all(&d);
	EXPECT_READS(SID, IOVA, PAGE_0);
	EXPECT_SPOILED(&d, slot, BIT(12), VTD_FAULT_SSS_3);
	EXPECT_SPOILED(&d, slot, BIT(20), VTD_FAULT_SSS_3);
}
