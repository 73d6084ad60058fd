/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

FLOW_WITH(fault_73_root_unreadable, flow_scalable,
	  "SFS.4: the first-stage root table cannot be read")
{
	struct scalable_pasid space;
	struct driver d;
	uint64_t slot;

	driver_start_space(&d, &space, SCALABLE_FIRST);
	EXPECT_UNREADABLE(&d, space.fs.top, 0x1000, VTD_FAULT_SFS_4);
	/* A root where there is no memory is no better. */
	slot = driver_pasid_slot(&d, SID, 0) + 16;
	flow_target_mem_fail(PAGE_1, 0x1000, true);
	EXPECT_SPOILED(&d, slot, space.fs.top ^ PAGE_1, VTD_FAULT_SFS_4);
}
