/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

FLOW_WITH(inv_pass_scalable, flow_scalable,
	  "a pass-through entry is taken away")
{
	struct scalable_pasid space;
	struct driver d;

	driver_start_space(&d, &space, SCALABLE_SECOND);
	space = driver_space(&d, SCALABLE_PASS, DID_2);
	driver_bind(&d, SID, PASID, &space);
	flow_with_pasid(PASID);
	EXPECT_READS(SID, PAGE_1, PAGE_1);
	flow_clear(driver_pasid_slot(&d, SID, PASID), BIT(0));
	driver_inv_pasid_one(&d, DID_2, PASID);
	driver_inv_pasid_iotlb(&d, DID_2, PASID);
	EXPECT_BLOCKED(SID, FLOW_READ, PAGE_1, VTD_FAULT_SPT_2);
}
