/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

/*
 * VT-d 9.4: RID_PASID is reserved then.
 */
FLOW_WITH(map_rid_pasid_zero, flow_first,
	  "without RPS requests without PASID use entry 0")
{
	struct scalable_pasid space;
	struct driver d;

	driver_start_space(&d, &space, SCALABLE_FIRST);
	EXPECT_READS(SID, IOVA, PAGE_0);
	EXPECT_WRITES(SID, IOVA, PAGE_0);
	EXPECT_SPOILED(&d, driver_scontext_slot(&d, SID) + 8, 1,
		       VTD_FAULT_SCT_3);
}
