/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

FLOW_WITH(qemu_g9_all_ones, flow_scalable,
	  "G9: an entry of all ones has reserved bits, it was read")
{
	struct scalable_pasid space;
	struct driver d;
	uint64_t slot;

	driver_start_space(&d, &space, SCALABLE_SECOND);
	for (unsigned int level = 1; level <= 4; level++) {
		slot = driver_tree_slot(&d, &space.ss, IOVA, level);
		EXPECT_SPOILED(&d, slot, ~flow_load(slot), VTD_FAULT_SSS_3);
	}
	slot = driver_pasid_slot(&d, SID, 0);
	flow_set(driver_scontext_slot(&d, SID), 0);
	EXPECT_SPOILED(&d, slot + 8, ~flow_load(slot + 8), VTD_FAULT_SPT_3);
}
