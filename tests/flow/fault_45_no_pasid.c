/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

/*
 * ECAP.PASID is 0, and so is PASIDE.
 */
FLOW_WITH(fault_45_no_pasid, flow_second,
	  "SCT.6: a request with PASID where there are none")
{
	struct scalable_pasid space;
	struct driver d;

	driver_start_space(&d, &space, SCALABLE_SECOND);
	flow_with_pasid(1);
	EXPECT_BLOCKED(SID, FLOW_READ, IOVA, VTD_FAULT_SCT_6);
	/* PSS is 0: one bit. */
	flow_with_pasid(2);
	EXPECT_BLOCKED(SID, FLOW_READ, IOVA, VTD_FAULT_SGN_10);
	flow_without_pasid();
	EXPECT_READS(SID, IOVA, PAGE_0);
}
