/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

/* VT-d 3.2: sources of one domain share its mappings, domains are apart. */
FLOW(map_domains, "domains are isolated, sources of one domain are not")
{
	struct driver d;

	driver_start_mapped(&d);
	EXPECT(!tables_share(&d.tables, SID + 1, SID));
	EXPECT(!tables_share(&d.tables, SID_2, SID));
	driver_attach(&d, SID + 2, DID_2, 3);
	driver_map(&d, SID + 2, IOVA, PAGE_1, TABLES_PAGE_4K, TABLES_RW);
	driver_map(&d, SID + 2, IOVA + 0x1000, PAGE_0, TABLES_PAGE_4K,
		   TABLES_RW);
	for (unsigned int i = 0; i < 2; i++) {
		EXPECT_READS(SID, IOVA, PAGE_0);
		EXPECT_READS(SID + 1, IOVA, PAGE_0);
		EXPECT_WRITES(SID_2, IOVA, PAGE_0);
		EXPECT_READS(SID + 2, IOVA, PAGE_1);
		EXPECT_WRITES(SID + 2, IOVA + 0x1000, PAGE_0);
		EXPECT_BLOCKED(SID, FLOW_READ, IOVA + 0x1000, VTD_FAULT_LGN_3);
		EXPECT_BLOCKED(SID_2, FLOW_WRITE, IOVA + 0x1000,
			       VTD_FAULT_LGN_2);
	}
}
