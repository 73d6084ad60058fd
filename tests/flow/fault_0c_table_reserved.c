/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

/*
 * VT-d 9.8, 7.1.3 LSS.2: an entry that refers to a table has 11, 51:HAW and 62
 * reserved; PS is reserved where no page of that size exists (level 4).
 */
static void try_bit(struct driver *d, uint64_t addr, unsigned int bit)
{
	uint64_t good = flow_load(addr);

	flow_store(addr, good | UINT64_C(1) << bit);
	driver_inv_iotlb_domain(d, DID);
	EXPECT_BLOCKED(SID, FLOW_READ, IOVA, VTD_FAULT_LSS_2);
	EXPECT_BLOCKED(SID, FLOW_WRITE, IOVA, VTD_FAULT_LSS_2);
	flow_store(addr, good);
}

FLOW(fault_0c_table_reserved, "reserved bits of upper entries are faults")
{
	struct driver d;

	driver_start_mapped(&d);
	for (unsigned int level = 4; level >= 2; level--) {
		uint64_t slot = driver_slot(&d, SID, IOVA, level);

		try_bit(&d, slot, 11);
		for (unsigned int bit = flow_haw(); bit < 52; bit++)
			try_bit(&d, slot, bit);
		try_bit(&d, slot, 62);
	}
	try_bit(&d, driver_slot(&d, SID, IOVA, 4), 7);
	EXPECT_READS(SID, IOVA, PAGE_0);
}
