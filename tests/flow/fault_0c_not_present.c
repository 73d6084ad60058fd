/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

/* VT-d 3.7.1: an entry without R and W is unused, nothing of it is checked. */
FLOW(fault_0c_not_present, "reserved bits of an unused entry do not count")
{
	struct driver d;

	driver_start_mapped(&d);
	for (unsigned int level = 1; level <= 4; level++) {
		uint64_t slot = driver_slot(&d, SID, IOVA, level);
		uint64_t good = flow_load(slot);

		flow_store(slot, ~UINT64_C(3));
		driver_inv_iotlb_domain(&d, DID);
		EXPECT_BLOCKED(SID, FLOW_READ, IOVA, VTD_FAULT_LGN_3);
		EXPECT_BLOCKED(SID, FLOW_WRITE, IOVA, VTD_FAULT_LGN_2);
		flow_store(slot, good);
	}
	EXPECT_READS(SID, IOVA, PAGE_0);
}
