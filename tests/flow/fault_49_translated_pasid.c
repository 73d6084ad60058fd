/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

FLOW_WITH(fault_49_translated_pasid, flow_ats_scalable,
	  "SCT.10: no translated request has a PASID")
{
	struct scalable_pasid space;
	struct driver d;

	driver_start_space(&d, &space, SCALABLE_SECOND);
	driver_bind(&d, SID, PASID, &space);
	flow_set(driver_scontext_slot(&d, SID), BIT(2));
	driver_inv_all(&d);
	/* VT-d 7.1.3: EPTR is 0, as ECAP.PTRS is. */
	flow_with_pasid(PASID);
	EXPECT_NO_TRANSLATED(SID, FLOW_READ, PAGE_0, VTD_FAULT_SCT_10);
	EXPECT_NO_TRANSLATED(SID, FLOW_WRITE, PAGE_0, VTD_FAULT_SCT_10);
	flow_without_pasid();
	EXPECT_READS(SID, IOVA, PAGE_0);
}
