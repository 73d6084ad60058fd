/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

/* VT-d 9.3: DID bits above the width that CAP.ND tells are reserved. */
FLOW_WITH(fault_0b_domain_width, flow_minimal,
	  "domain ids wider than CAP.ND are refused")
{
	struct driver d;

	driver_start(&d);
	driver_attach(&d, SID, 0xff, 3);
	driver_map(&d, SID, IOVA, PAGE_0, TABLES_PAGE_4K, TABLES_RW);
	for (unsigned int bit = 8; bit < 16; bit++) {
		driver_attach(&d, SID + 1, (uint16_t)(1U << bit | DID), 3);
		driver_map(&d, SID + 1, IOVA, PAGE_1, TABLES_PAGE_4K,
			   TABLES_RW);
		EXPECT_BLOCKED(SID + 1, FLOW_READ, IOVA, VTD_FAULT_LCT_3);
	}
	EXPECT_READS(SID, IOVA, PAGE_0);
}
