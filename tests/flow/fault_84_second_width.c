/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

/*
 * VT-d 3.7: at or above min(MGAW, AW).
 */
FLOW_WITH(fault_84_second_width, flow_scalable,
	  "SGN.5: addresses beyond the second stage")
{
	struct scalable_pasid space;
	struct driver d;

	driver_start_space(&d, &space, SCALABLE_SECOND);
	EXPECT_BLOCKED(SID, FLOW_READ, BIT(48) | IOVA, VTD_FAULT_SGN_5);
	EXPECT_BLOCKED(SID, FLOW_WRITE, BIT(63) | IOVA, VTD_FAULT_SGN_5);
	EXPECT_BLOCKED(SID, FLOW_READ, BIT(48) - 8, VTD_FAULT_SSS_2);
	EXPECT(!tables_tree_new(&d.tables, false, 3, &space.ss));
	driver_tree_map(&d, &space.ss, BIT(39) - 0x1000, PAGE_1, TABLES_PAGE_4K,
			TABLES_RW);
	driver_bind(&d, SID, 0, &space);
	driver_inv_all(&d);
	EXPECT_READS(SID, BIT(39) - 0x1000, PAGE_1);
	EXPECT_BLOCKED(SID, FLOW_READ, BIT(39), VTD_FAULT_SGN_5);
}
