/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

FLOW_WITH(map_snoop_scalable, flow_scalable,
	  "snoop bits change nothing that can be seen")
{
	struct scalable_pasid space;
	struct driver d;
	uint64_t slot;

	driver_start_space(&d, &space, SCALABLE_NESTED);
	space.flags |= SCALABLE_PGSNP;
	driver_bind(&d, SID, 0, &space);
	flow_set(driver_tree_slot(&d, &space.ss, GUEST_0, 1), BIT(11));
	/* EMT and IPAT are ignored without MTS. */
	slot = driver_tree_slot(&d, &space.ss, GUEST_0, 1);
	flow_set(slot, BIT(3) | BIT(4) | BIT(5) | BIT(6));
	driver_inv_all(&d);
	EXPECT_READS(SID, IOVA, PAGE_0);
	EXPECT_WRITES(SID, IOVA, PAGE_0);
	EXPECT_NO_FAULT();
}
