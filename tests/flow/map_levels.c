/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

/* VT-d 3.7: 4K, 2M and 1G pages below tables of three and four levels. */
static void try_size(struct driver *d, uint16_t sid, uint64_t iova, uint64_t pa,
		     uint64_t size)
{
	driver_map(d, sid, iova, pa, size, TABLES_RW);
	EXPECT_READS(sid, iova, pa);
	EXPECT_WRITES(sid, iova + size - 8, pa + size - 8);
	EXPECT_READS(sid, iova + size / 2, pa + size / 2);
	EXPECT_WRITES(sid, iova + (size / 4 & ~UINT64_C(7)),
		      pa + (size / 4 & ~UINT64_C(7)));
	EXPECT_BLOCKED(sid, FLOW_READ, iova + size, VTD_FAULT_LGN_3);
}

static void try_all(struct driver *d, uint16_t sid, unsigned int levels)
{
	driver_attach(d, sid, (uint16_t)(DID + levels), levels);
	try_size(d, sid, IOVA, PAGE_1 + 0x5000, TABLES_PAGE_4K);
	try_size(d, sid, UINT64_C(0x40200000), PAGE_1 + 0x600000,
		 TABLES_PAGE_2M);
	try_size(d, sid, UINT64_C(0x100000000), UINT64_C(0x1c0000000),
		 TABLES_PAGE_1G);
	if (levels >= 4)
		try_size(d, sid, UINT64_C(0x654321000000), PAGE_0,
			 TABLES_PAGE_2M);
}

FLOW(map_levels, "every page size maps below three and four levels")
{
	struct driver d;

	driver_start(&d);
	try_all(&d, SID, 3);
	try_all(&d, SID + 1, 4);
	EXPECT_READS(SID, IOVA, PAGE_1 + 0x5000);
	EXPECT_READS(SID + 1, UINT64_C(0x654321000000), PAGE_0);
}
