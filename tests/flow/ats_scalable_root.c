/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

FLOW_WITH(ats_scalable_root, flow_ats_scalable,
	  "38h, 39h, 3Ah for every kind of request")
{
	static struct ats_world w;
	uint64_t slot;

	ats_world_start_space(&w, SCALABLE_SECOND);
	slot = scalable_root_slot(&w.d.tables, SID);
	for (unsigned int pasid = 0; pasid < 2; pasid++) {
		EXPECT_ROW_SPOILED(&w, slot, 1, VTD_FAULT_SRT_2, ROW_UR,
				   ROW_BLOCKED, ROW_BLOCKED);
		EXPECT_ROW_SPOILED(&w, slot, BIT(3), VTD_FAULT_SRT_3, ROW_CA,
				   ROW_BLOCKED, ROW_BLOCKED);
		EXPECT_ROW_UNREADABLE(&w, slot, 8, VTD_FAULT_SRT_1, ROW_CA,
				      ROW_BLOCKED, ROW_BLOCKED);
		flow_with_pasid(PASID);
	}
}
