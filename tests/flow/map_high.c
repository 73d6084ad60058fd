/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

/* Pages and tables anywhere below the host address width. */
FLOW(map_high, "pages at the end of host memory can be reached")
{
	struct driver d;
	uint64_t end = UINT64_C(1) << flow_haw();

	driver_start(&d);
	driver_attach(&d, SID, DID, 4);
	driver_map(&d, SID, IOVA, end - 0x1000, TABLES_PAGE_4K, TABLES_RW);
	driver_map(&d, SID, PAGE_0, end - TABLES_PAGE_2M, TABLES_PAGE_2M,
		   TABLES_RW);
	EXPECT_READS(SID, IOVA + 0xff8, end - 8);
	EXPECT_WRITES(SID, PAGE_0 + 0x1ffff0, end - 16);
	EXPECT_READS(SID, PAGE_0, end - TABLES_PAGE_2M);
}
