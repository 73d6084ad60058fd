/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

FLOW_WITH(fault_50_directory_unreadable, flow_scalable,
	  "SPD.1: the PASID directory cannot be read")
{
	struct scalable_pasid space;
	struct driver d;
	uint64_t slot;

	driver_start_space(&d, &space, SCALABLE_SECOND);
	driver_bind(&d, SID, PASID_2, &space);
	slot = scalable_dir_slot(&d.tables, SID, 0);
	EXPECT_UNREADABLE(&d, slot, 8, VTD_FAULT_SPD_1);
	/* Not qualified, though the context entry was read. */
	flow_set(driver_scontext_slot(&d, SID), BIT(1));
	EXPECT_UNREADABLE(&d, slot, 8, VTD_FAULT_SPD_1);
	flow_with_pasid(PASID_2);
	EXPECT_READS(SID, IOVA, PAGE_0);
	slot = scalable_dir_slot(&d.tables, SID, PASID_2);
	EXPECT_UNREADABLE(&d, slot, 8, VTD_FAULT_SPD_1);
}
