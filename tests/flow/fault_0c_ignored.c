/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

/* VT-d 9.8: legacy mode ignores bits 2-6, 8-10, 52-61 and 63 of an entry. */
static bool ignored(unsigned int bit)
{
	return (bit >= 2 && bit <= 6) || (bit >= 8 && bit <= 10) ||
	       (bit >= 52 && bit <= 61) || bit == 63;
}

FLOW(fault_0c_ignored, "ignored bits of paging entries change nothing")
{
	struct driver d;
	uint64_t all = 0;

	for (unsigned int bit = 0; bit < 64; bit++)
		all |= (uint64_t)ignored(bit) << bit;
	driver_start_mapped(&d);
	for (unsigned int level = 4; level >= 1; level--) {
		uint64_t slot = driver_slot(&d, SID, IOVA, level);

		flow_store(slot, flow_load(slot) | all);
		driver_inv_iotlb_domain(&d, DID);
		EXPECT_READS(SID, IOVA, PAGE_0);
		EXPECT_WRITES(SID, IOVA, PAGE_0);
	}
	/* PS of a 4K leaf (9.8). */
	flow_store(driver_slot(&d, SID, IOVA, 1), PAGE_1 | TABLES_RW | 1 << 7);
	driver_inv_iotlb_page(&d, DID, IOVA, 0, true);
	EXPECT_READS(SID, IOVA, PAGE_1);
}
