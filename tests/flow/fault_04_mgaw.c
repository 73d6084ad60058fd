/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

/* VT-d 7.1.3, LGN.1.1: CAP.MGAW may be less than what the tables could hold. */
FLOW_WITH(fault_04_mgaw, flow_caching, "addresses beyond CAP.MGAW are blocked")
{
	struct driver d;
	uint64_t end = UINT64_C(1) << 46;

	driver_init(&d);
	driver_attach(&d, SID, DID, 4);
	driver_map(&d, SID, end - 0x1000, PAGE_0, TABLES_PAGE_4K, TABLES_RW);
	driver_map(&d, SID, end, PAGE_1, TABLES_PAGE_4K, TABLES_RW);
	driver_set_root(&d);
	driver_inv_all(&d);
	driver_translate(&d, true);
	for (unsigned int i = 0; i < 2; i++) {
		EXPECT_READS(SID, end - 0x1000, PAGE_0);
		EXPECT_BLOCKED(SID, FLOW_READ, end, VTD_FAULT_LGN_1);
		EXPECT_BLOCKED(SID, FLOW_WRITE, end | IOVA, VTD_FAULT_LGN_1);
	}
}
