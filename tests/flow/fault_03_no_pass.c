/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

/* VT-d 7.1.3, LCT.4.2: TT = 10 needs ECAP.PT. */
FLOW_WITH(fault_03_no_pass, flow_minimal,
	  "pass-through without ECAP.PT is refused")
{
	struct driver d;

	driver_start_mapped(&d);
	EXPECT(!tables_pass_through(&d.tables, SID + 1, DID_2, 3));
	EXPECT_BLOCKED(SID + 1, FLOW_READ, IOVA, VTD_FAULT_LCT_4);
	EXPECT_READS(SID, IOVA, PAGE_0);
}
