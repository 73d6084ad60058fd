/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

/* VT-d 3.7.1 for large pages. */
static void try_size(struct driver *d, uint64_t iova, uint64_t size)
{
	driver_map(d, SID, iova, PAGE_0, size, TABLES_R);
	driver_map(d, SID, iova + size, PAGE_0, size, TABLES_W);
	for (unsigned int i = 0; i < 2; i++) {
		EXPECT_READS(SID, iova + 0x1000, PAGE_0 + 0x1000);
		EXPECT_BLOCKED(SID, FLOW_WRITE, iova + 0x1000, VTD_FAULT_LGN_2);
		EXPECT_WRITES(SID, iova + size + 0x2000, PAGE_0 + 0x2000);
		EXPECT_BLOCKED(SID, FLOW_READ, iova + size + 0x2000,
			       VTD_FAULT_LGN_3);
	}
}

FLOW(map_permission_large, "rights of large pages are kept apart")
{
	struct driver d;

	driver_start(&d);
	driver_attach(&d, SID, DID, 3);
	try_size(&d, UINT64_C(0x10000000), TABLES_PAGE_2M);
	try_size(&d, UINT64_C(0x80000000), TABLES_PAGE_1G);
}
