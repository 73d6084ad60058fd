/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

FLOW_WITH(fault_85_write, flow_scalable,
	  "SGN.6: a write without the right in either stage")
{
	struct scalable_pasid space;
	struct driver d;
	uint64_t slot;

	driver_start_space(&d, &space, SCALABLE_NESTED);
	slot = driver_tree_slot(&d, &space.fs, IOVA, 1);
	for (unsigned int i = 0; i < 3; i++) {
		uint64_t at[] = { slot,
				  driver_tree_slot(&d, &space.fs, IOVA, 3),
				  driver_tree_slot(&d, &space.ss, GUEST_0, 1) };

		flow_clear(at[i], BIT(1));
		driver_inv_all(&d);
		EXPECT_READS(SID, IOVA, PAGE_0);
		EXPECT_BLOCKED(SID, FLOW_WRITE, IOVA, VTD_FAULT_SGN_6);
		EXPECT_BLOCKED(SID, FLOW_ATOMIC, IOVA, VTD_FAULT_SGN_6);
		flow_set(at[i], BIT(1));
	}
	driver_inv_all(&d);
	EXPECT_WRITES(SID, IOVA, PAGE_0);
}
