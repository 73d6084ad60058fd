/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

FLOW_WITH(fault_5d_supervisor, flow_scalable,
	  "SPT.6: a supervisor request without SRE")
{
	struct scalable_pasid space;
	struct driver d;
	uint64_t slot;

	driver_start_space(&d, &space, SCALABLE_SECOND);
	driver_bind(&d, SID, PASID, &space);
	slot = driver_pasid_slot(&d, SID, PASID) + 16;
	flow_with_pasid(PASID);
	EXPECT_READS(SID, IOVA, PAGE_0);
	flow_with_privilege(true);
	EXPECT_BLOCKED(SID, FLOW_READ, IOVA, VTD_FAULT_SPT_6);
	EXPECT_BLOCKED(SID, FLOW_WRITE, IOVA, VTD_FAULT_SPT_6);
	flow_set(slot, BIT(0));
	driver_inv_all(&d);
	EXPECT_READS(SID, IOVA, PAGE_0);
	EXPECT_SPOILED(&d, slot, BIT(0), VTD_FAULT_SPT_6);
	flow_with_privilege(false);
	EXPECT_READS(SID, IOVA, PAGE_0);
}
