/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

FLOW_WITH(fault_46_pasid_limit, flow_scalable,
	  "SCT.7: a PASID beyond the directory")
{
	struct scalable_pasid space;
	struct driver d;

	driver_start_space(&d, &space, SCALABLE_SECOND);
	flow_with_pasid(0x2000);
	EXPECT_BLOCKED(SID, FLOW_READ, IOVA, VTD_FAULT_SCT_7);
	flow_with_pasid(0xfffff);
	EXPECT_BLOCKED(SID, FLOW_WRITE, IOVA, VTD_FAULT_SCT_7);
	flow_with_pasid(0x1fff);
	EXPECT_BLOCKED(SID, FLOW_READ, IOVA, VTD_FAULT_SPD_2);
	driver_bind(&d, SID, 0x1fff, &space);
	EXPECT_READS(SID, IOVA, PAGE_0);

	/* PDTS = 1: twice as many. */
	EXPECT(!scalable_attach(&d.tables, SID, 1, true));
	driver_bind(&d, SID, 0x3fff, &space);
	driver_inv_all(&d);
	flow_with_pasid(0x3fff);
	EXPECT_READS(SID, IOVA, PAGE_0);
	flow_with_pasid(0x4000);
	EXPECT_BLOCKED(SID, FLOW_READ, IOVA, VTD_FAULT_SCT_7);
}
