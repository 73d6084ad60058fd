/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

FLOW_WITH(fault_45_paside, flow_scalable,
	  "SCT.6: a request with PASID where PASIDE is clear")
{
	struct scalable_pasid space;
	struct driver d;
	uint64_t slot;

	driver_start_space(&d, &space, SCALABLE_SECOND);
	driver_bind(&d, SID, PASID, &space);
	slot = driver_scontext_slot(&d, SID);
	flow_with_pasid(PASID);
	EXPECT_READS(SID, IOVA, PAGE_0);
	EXPECT_SPOILED(&d, slot, BIT(3), VTD_FAULT_SCT_6);
	flow_clear(slot, BIT(3));
	driver_inv_all(&d);
	EXPECT_BLOCKED(SID, FLOW_WRITE, IOVA, VTD_FAULT_SCT_6);
	flow_without_pasid();
	EXPECT_READS(SID, IOVA, PAGE_0);
}
