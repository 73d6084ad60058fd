/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

/*
 * VT-d 9.4: privilege of requests without PASID.
 */
FLOW_WITH(fault_5d_rid_priv, flow_scalable, "SPT.6: RID_PRIV without SRE")
{
	struct scalable_pasid space;
	struct driver d;
	uint64_t slot;

	driver_start_space(&d, &space, SCALABLE_FIRST);
	slot = driver_scontext_slot(&d, SID) + 8;
	EXPECT_SPOILED(&d, slot, BIT(20), VTD_FAULT_SPT_6);
	flow_set(slot, BIT(20));
	flow_set(driver_pasid_slot(&d, SID, 0) + 16, BIT(0));
	driver_inv_all(&d);
	EXPECT_READS(SID, IOVA, PAGE_0);
	/* Requests of users are not what RID_PRIV is about. */
	driver_bind(&d, SID, PASID, &space);
	flow_with_pasid(PASID);
	EXPECT_READS(SID, IOVA, PAGE_0);
}
