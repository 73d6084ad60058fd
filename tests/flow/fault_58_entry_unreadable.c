/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

FLOW_WITH(fault_58_entry_unreadable, flow_scalable,
	  "SPT.1: the PASID entry cannot be read")
{
	struct scalable_pasid space;
	struct driver d;
	uint64_t slot;

	driver_start_space(&d, &space, SCALABLE_SECOND);
	slot = driver_pasid_slot(&d, SID, 0);
	EXPECT_UNREADABLE(&d, slot, 64, VTD_FAULT_SPT_1);
	EXPECT_UNREADABLE(&d, slot + 56, 8, VTD_FAULT_SPT_1);
	/* Not qualified, though the entries before were read. */
	flow_set(driver_scontext_slot(&d, SID), BIT(1));
	flow_set(scalable_dir_slot(&d.tables, SID, 0), BIT(1));
	EXPECT_UNREADABLE(&d, slot, 64, VTD_FAULT_SPT_1);
}
