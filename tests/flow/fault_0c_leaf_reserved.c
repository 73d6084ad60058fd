/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

/*
 * VT-d 9.8, 7.1.3 LSS.2: leaves have 11 (without SC), 51:HAW, 62 and the low
 * address bits of large pages reserved.
 */
static void try_bit(uint64_t iova, uint64_t addr, unsigned int bit)
{
	uint64_t good = flow_load(addr);

	flow_store(addr, good | UINT64_C(1) << bit);
	EXPECT_BLOCKED(SID, FLOW_READ, iova, VTD_FAULT_LSS_2);
	flow_store(addr, good);
}

static void try_leaf(struct driver *d, uint64_t iova, uint64_t size,
		     unsigned int level)
{
	uint64_t slot;

	driver_map(d, SID, iova, PAGE_0, size, TABLES_RW);
	slot = driver_slot(d, SID, iova, level);
	try_bit(iova, slot, 11);
	for (unsigned int bit = 12; UINT64_C(1) << bit < size; bit++)
		try_bit(iova, slot, bit);
	for (unsigned int bit = flow_haw(); bit < 52; bit++)
		try_bit(iova, slot, bit);
	try_bit(iova, slot, 62);
	EXPECT_READS(SID, iova, PAGE_0);
}

FLOW(fault_0c_leaf_reserved, "reserved bits of leaves of every size are faults")
{
	struct driver d;

	driver_start(&d);
	driver_attach(&d, SID, DID, 4);
	try_leaf(&d, IOVA, TABLES_PAGE_4K, 1);
	try_leaf(&d, UINT64_C(0x10000000), TABLES_PAGE_2M, 2);
	try_leaf(&d, UINT64_C(0x100000000), TABLES_PAGE_1G, 3);
}
