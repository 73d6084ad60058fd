/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

/*
 * The specification leaves the order open within one entry; this block takes
 * QEMU's: level by level, permission before reserved bits, and the context
 * entry's reserved bits before AW and TT.
 */
FLOW(fault_order, "of several faults the first on the walk is recorded")
{
	struct driver d;
	uint64_t slot, leaf, upper, good;

	driver_start_mapped(&d);
	leaf = driver_slot(&d, SID, IOVA, 1);
	upper = driver_slot(&d, SID, IOVA, 3);
	flow_store(leaf, PAGE_0 | TABLES_R | 1 << 11);
	EXPECT_BLOCKED(SID, FLOW_WRITE, IOVA, VTD_FAULT_LGN_2);
	EXPECT_BLOCKED(SID, FLOW_READ, IOVA, VTD_FAULT_LSS_2);
	good = flow_load(upper);
	flow_store(upper, good | 1 << 11);
	EXPECT_BLOCKED(SID, FLOW_WRITE, IOVA, VTD_FAULT_LSS_2);
	flow_store(upper, good & ~UINT64_C(2));
	EXPECT_BLOCKED(SID, FLOW_READ, IOVA, VTD_FAULT_LSS_2);
	EXPECT_BLOCKED(SID, FLOW_WRITE, IOVA, VTD_FAULT_LGN_2);

	slot = driver_context_slot(&d, SID);
	flow_store(slot + 8, flow_load(slot + 8) | 7 | 1 << 7);
	driver_inv_all(&d);
	EXPECT_BLOCKED(SID, FLOW_READ, IOVA, VTD_FAULT_LCT_3);
}
