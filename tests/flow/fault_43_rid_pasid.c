/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

/*
 * VT-d 9.4: with PDTS = 0 PASIDs are below 2^13.
 */
FLOW_WITH(fault_43_rid_pasid, flow_scalable,
	  "SCT.4: RID_PASID beyond the directory")
{
	struct scalable_pasid space;
	struct driver d;
	uint64_t slot;

	driver_start_space(&d, &space, SCALABLE_SECOND);
	slot = driver_scontext_slot(&d, SID);
	EXPECT_SPOILED(&d, slot + 8, 0x2000, VTD_FAULT_SCT_4);
	EXPECT_SPOILED(&d, slot + 8, 0xfffff, VTD_FAULT_SCT_4);
	/* The last one that the directory reaches has no entry. */
	EXPECT_SPOILED(&d, slot + 8, 0x1fff, VTD_FAULT_SPD_2);
	/* It is wrong for requests with PASID too. */
	driver_bind(&d, SID, PASID, &space);
	flow_with_pasid(PASID);
	EXPECT_SPOILED(&d, slot + 8, 0x2000, VTD_FAULT_SCT_4);
}
