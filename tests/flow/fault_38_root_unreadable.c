/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

FLOW_WITH(fault_38_root_unreadable, flow_scalable,
	  "SRT.1: the scalable root entry cannot be read")
{
	struct scalable_pasid space;
	struct driver d;

	driver_start_space(&d, &space, SCALABLE_SECOND);
	EXPECT_UNREADABLE(&d, d.tables.root, 0x1000, VTD_FAULT_SRT_1);
	driver_bind(&d, SID, PASID, &space);
	flow_with_pasid(PASID);
	EXPECT_READS(SID, IOVA, PAGE_0);
	EXPECT_UNREADABLE(&d, d.tables.root, 0x1000, VTD_FAULT_SRT_1);
}
