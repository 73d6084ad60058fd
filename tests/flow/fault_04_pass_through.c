/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

/* VT-d 7.1.3, LGN.1.3: pass-through beyond the host address width. */
FLOW(fault_04_pass_through, "pass-through beyond the host address width faults")
{
	struct driver d;
	uint64_t end = UINT64_C(1) << flow_haw();

	driver_start(&d);
	EXPECT(!tables_pass_through(&d.tables, SID, DID, 4));
	EXPECT_BLOCKED(SID, FLOW_READ, end, VTD_FAULT_LGN_1);
	EXPECT_READS(SID, PAGE_0, PAGE_0);
	EXPECT_BLOCKED(SID, FLOW_WRITE, end | PAGE_0, VTD_FAULT_LGN_1);
}
