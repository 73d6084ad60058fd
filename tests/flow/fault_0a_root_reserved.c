/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

/* VT-d 9.1, 7.1.3 LRT.3: 11:1, 127:64 and address bits at or above HAW. */
static void try_bit(uint64_t addr, unsigned int bit)
{
	uint64_t good = flow_load(addr);

	flow_store(addr, good | UINT64_C(1) << bit);
	EXPECT_BLOCKED(SID, FLOW_READ, IOVA, VTD_FAULT_LRT_3);
	flow_store(addr, good);
}

FLOW(fault_0a_root_reserved, "every reserved bit of a root entry is a fault")
{
	struct driver d;
	uint64_t slot;

	driver_start_mapped(&d);
	slot = tables_root_slot(&d.tables, SID);
	for (unsigned int bit = 1; bit <= 11; bit++)
		try_bit(slot, bit);
	for (unsigned int bit = flow_haw(); bit < 64; bit++)
		try_bit(slot, bit);
	for (unsigned int bit = 0; bit < 64; bit++)
		try_bit(slot + 8, bit);
	EXPECT_READS(SID, IOVA, PAGE_0);
}
