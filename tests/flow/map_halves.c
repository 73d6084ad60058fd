/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

FLOW_WITH(map_halves, flow_scalable, "both halves of a scalable root entry")
{
	struct scalable_pasid space;
	struct driver d;

	driver_start_space(&d, &space, SCALABLE_SECOND);
	driver_attach_scalable(&d, SID_UP);
	driver_attach_scalable(&d, 0xffff);
	driver_attach_scalable(&d, 0x007f);
	space = driver_space(&d, SCALABLE_SECOND, DID_2);
	driver_tree_map(&d, &space.ss, IOVA, PAGE_1, TABLES_PAGE_4K, TABLES_RW);
	driver_bind(&d, SID_UP, 0, &space);
	driver_bind(&d, 0xffff, 0, &space);
	driver_bind(&d, 0x007f, 0, &space);
	EXPECT_READS(SID, IOVA, PAGE_0);
	EXPECT_READS(SID_UP, IOVA, PAGE_1);
	EXPECT_READS(0xffff, IOVA, PAGE_1);
	EXPECT_WRITES(0x007f, IOVA, PAGE_1);
	EXPECT_BLOCKED(0x0080, FLOW_READ, IOVA, VTD_FAULT_SCT_2);
}
