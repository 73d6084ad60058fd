/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

/*
 * VT-d 7.1.3: FPD = 1, of a context entry that is not present too, keeps
 * qualified faults from being recorded; the request is blocked all the same.
 */
FLOW(fault_fpd, "FPD suppresses the records of qualified faults only")
{
	struct driver d;
	uint64_t slot, good;

	driver_start_mapped(&d);
	slot = driver_context_slot(&d, SID);
	good = flow_load(slot) | 2;
	flow_store(slot, good);
	EXPECT_READS(SID, IOVA, PAGE_0);
	EXPECT_REFUSED(SID, FLOW_READ, IOVA + 0x1000);
	EXPECT_REFUSED(SID, FLOW_WRITE, UINT64_C(1) << 48);

	flow_store(slot, good & ~UINT64_C(1)); /* LCT.2 */
	driver_inv_all(&d);
	EXPECT_REFUSED(SID, FLOW_READ, IOVA);
	flow_store(slot, good | 1 << 4); /* LCT.3 */
	EXPECT_REFUSED(SID, FLOW_READ, IOVA);
	flow_store(slot, good | 3 << 2); /* LCT.4 */
	EXPECT_REFUSED(SID, FLOW_READ, IOVA);
	flow_store(slot, good);
	EXPECT_READS(SID, IOVA, PAGE_0);

	driver_inv_all(&d);
	flow_target_mem_fail(slot, 16, true); /* LCT.1 is not qualified */
	EXPECT_BLOCKED(SID, FLOW_READ, IOVA, VTD_FAULT_LCT_1);
	flow_target_mem_fail(slot, 16, false);
}
