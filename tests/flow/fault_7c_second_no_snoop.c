/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

/*
 * VT-d 3.7.2: PWSNP is 0.
 */
FLOW_WITH(fault_7c_second_no_snoop, flow_scalable,
	  "SSS.5: A or D of walks that do not snoop")
{
	struct scalable_pasid space;
	struct driver d;
	uint64_t slot;

	driver_start_space(&d, &space, SCALABLE_SECOND);
	space.flags = SCALABLE_SSADE;
	driver_bind(&d, SID, 0, &space);
	driver_inv_all(&d);
	EXPECT_BLOCKED(SID, FLOW_READ, IOVA, VTD_FAULT_SSS_5);
	for (unsigned int level = 1; level <= 4; level++) {
		slot = driver_tree_slot(&d, &space.ss, IOVA, level);
		EXPECT(!(flow_load(slot) & BIT(8)));
		flow_set(slot, BIT(8));
	}
	/* Nothing to be set, nothing to complain of. */
	EXPECT_READS(SID, IOVA, PAGE_0);
	EXPECT_BLOCKED(SID, FLOW_WRITE, IOVA, VTD_FAULT_SSS_5);
	flow_set(slot = driver_tree_slot(&d, &space.ss, IOVA, 1), BIT(9));
	EXPECT_WRITES(SID, IOVA, PAGE_0);
}
