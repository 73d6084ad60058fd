/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

/*
 * VT-d 9.4: PASIDE without PASID, RID_PASID without RPS, RID_PRIV without
 * RPRIVS; the host address width is 48 bits here.
 */
FLOW_WITH(fault_42_context_features, flow_second,
	  "SCT.3: context fields of features that are absent")
{
	struct scalable_pasid space;
	struct driver d;
	uint64_t slot;

	driver_start_space(&d, &space, SCALABLE_SECOND);
	slot = driver_scontext_slot(&d, SID);
	EXPECT_SPOILED(&d, slot, BIT(3), VTD_FAULT_SCT_3);
	EXPECT_SPOILED(&d, slot + 8, BIT(0), VTD_FAULT_SCT_3);
	EXPECT_SPOILED(&d, slot + 8, BIT(19), VTD_FAULT_SCT_3);
	EXPECT_SPOILED(&d, slot + 8, BIT(20), VTD_FAULT_SCT_3);
	EXPECT_SPOILED(&d, slot, BIT(48), VTD_FAULT_SCT_3);
}
