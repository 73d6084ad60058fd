/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

/* VT-d 9.3, SSPTPTR and TT: with TT = 10 the field is ignored, all of it. */
FLOW(map_pass_pointer, "pass-through ignores the table pointer")
{
	struct driver d;
	uint64_t slot;

	driver_start_mapped(&d);
	EXPECT(!tables_pass_through(&d.tables, SID + 1, DID_2, 4));
	slot = driver_context_slot(&d, SID + 1);
	flow_store(slot, flow_load(slot) | ~UINT64_C(0xfff));
	EXPECT_READS(SID + 1, PAGE_1, PAGE_1);
	EXPECT_WRITES(SID + 1, IOVA, IOVA);

	flow_store(slot, flow_load(slot) | UINT64_C(1) << 11);
	driver_inv_context_device(&d, DID_2, SID + 1, 0);
	driver_inv_iotlb_domain(&d, DID_2);
	EXPECT_BLOCKED(SID + 1, FLOW_READ, PAGE_1, VTD_FAULT_LCT_3);
}
