/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

/* VT-d 9.3, 7.1.3 LCT.3: 11:4, 71, 127:88, address bits at or above HAW. */
static void try_bit(uint64_t addr, unsigned int bit)
{
	uint64_t good = flow_load(addr);

	flow_store(addr, good | UINT64_C(1) << bit);
	EXPECT_BLOCKED(SID, FLOW_READ, IOVA, VTD_FAULT_LCT_3);
	flow_store(addr, good);
}

FLOW(fault_0b_context_reserved, "every reserved bit of a context entry faults")
{
	struct driver d;
	uint64_t slot;

	driver_start_mapped(&d);
	slot = driver_context_slot(&d, SID);
	for (unsigned int bit = 4; bit <= 11; bit++)
		try_bit(slot, bit);
	for (unsigned int bit = flow_haw(); bit < 64; bit++)
		try_bit(slot, bit);
	try_bit(slot + 8, 7);
	for (unsigned int bit = 24; bit < 64; bit++)
		try_bit(slot + 8, bit);
	EXPECT_READS(SID, IOVA, PAGE_0);
}
