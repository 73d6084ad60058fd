/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

/*
 * VT-d 9.4: DTE, PRE, HPTE, EPTR are reserved without DT, PRS, HPTS, PTRS;
 * then two that are always; the pointer has 52 bits here.
 */
static const unsigned int low[] = { 2, 4, 5, 6, 7, 8, 52, 63 };

FLOW_WITH(fault_42_context_reserved, flow_scalable,
	  "SCT.3: reserved bits of the scalable context entry")
{
	struct scalable_pasid space;
	struct driver d;
	uint64_t slot;

	driver_start_space(&d, &space, SCALABLE_SECOND);
	slot = driver_scontext_slot(&d, SID);
	for (size_t i = 0; i < sizeof(low) / sizeof(low[0]); i++)
		EXPECT_SPOILED(&d, slot, BIT(low[i]), VTD_FAULT_SCT_3);
	EXPECT_SPOILED(&d, slot + 8, BIT(21), VTD_FAULT_SCT_3);
	EXPECT_SPOILED(&d, slot + 8, BIT(63), VTD_FAULT_SCT_3);
	EXPECT_SPOILED(&d, slot + 16, BIT(0), VTD_FAULT_SCT_3);
	EXPECT_SPOILED(&d, slot + 24, BIT(63), VTD_FAULT_SCT_3);
}
