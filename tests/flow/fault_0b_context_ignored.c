/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

/* VT-d 9.3: bits 70:67 are for software. */
FLOW(fault_0b_context_ignored, "software's bits of a context entry are ignored")
{
	struct driver d;
	uint64_t slot;

	driver_start_mapped(&d);
	slot = driver_context_slot(&d, SID);
	for (unsigned int bit = 3; bit <= 6; bit++) {
		uint64_t good = flow_load(slot + 8);

		flow_store(slot + 8, good | UINT64_C(1) << bit);
		driver_inv_context_device(&d, DID, SID, 0);
		driver_inv_iotlb_domain(&d, DID);
		EXPECT_READS(SID, IOVA, PAGE_0);
	}
}
