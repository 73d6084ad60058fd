/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

/*
 * VT-d 3.8: at or above min(MGAW, AW), 48 bits here; the host has 52.
 */
FLOW_WITH(fault_74_nested_address, flow_scalable,
	  "SFS.5: a first-stage address beyond the second stage")
{
	struct scalable_pasid space;
	struct driver d;

	driver_start_space(&d, &space, SCALABLE_NESTED);
	for (unsigned int level = 1; level <= 4; level++) {
		uint64_t slot = driver_tree_slot(&d, &space.fs, IOVA, level);

		EXPECT_SPOILED(&d, slot, BIT(48), VTD_FAULT_SFS_5);
		EXPECT_SPOILED(&d, slot, BIT(51), VTD_FAULT_SFS_5);
	}
}
