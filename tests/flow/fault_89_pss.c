/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

/*
 * VT-d 3.4.3: PASIDs have 10 bits; the directory would reach further.
 */
FLOW_WITH(fault_89_pss, flow_first, "SGN.10: a PASID beyond ECAP.PSS")
{
	struct scalable_pasid space;
	struct driver d;

	driver_start_space(&d, &space, SCALABLE_FIRST);
	driver_bind(&d, SID, 0x3ff, &space);
	flow_with_pasid(0x3ff);
	EXPECT_READS(SID, IOVA, PAGE_0);
	flow_with_pasid(0x400);
	EXPECT_BLOCKED(SID, FLOW_READ, IOVA, VTD_FAULT_SGN_10);
	flow_with_pasid(0xfffff);
	EXPECT_BLOCKED(SID, FLOW_WRITE, IOVA, VTD_FAULT_SGN_10);
}
