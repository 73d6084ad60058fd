/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

FLOW_WITH(fault_48_rid_pasid_used, flow_scalable,
	  "SCT.9: a request with the PASID that is RID_PASID")
{
	struct scalable_pasid space;
	struct driver d;
	uint64_t slot;

	driver_start_space(&d, &space, SCALABLE_SECOND);
	driver_bind(&d, SID, PASID, &space);
	slot = driver_scontext_slot(&d, SID);
	EXPECT_READS(SID, IOVA, PAGE_0);
	flow_with_pasid(0);
	EXPECT_BLOCKED(SID, FLOW_READ, IOVA, VTD_FAULT_SCT_9);
	flow_with_pasid(PASID);
	EXPECT_READS(SID, IOVA, PAGE_0);
	flow_set(slot + 8, PASID);
	driver_inv_all(&d);
	EXPECT_BLOCKED(SID, FLOW_READ, IOVA, VTD_FAULT_SCT_9);
	flow_with_pasid(0);
	EXPECT_READS(SID, IOVA, PAGE_0);
	flow_without_pasid();
	EXPECT_READS(SID, IOVA, PAGE_0);
}
