/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

/* CAP.NFR = 0: a single record; the second source's fault overflows. */
FLOW_WITH(fault_one_record, flow_minimal, "a block with one fault record works")
{
	struct driver d;

	driver_start_mapped(&d);
	for (unsigned int i = 0; i < 3; i++) {
		EXPECT_BLOCKED(SID + 1, FLOW_READ, IOVA, VTD_FAULT_LCT_2);
		EXPECT_BLOCKED(SID, FLOW_WRITE, IOVA + 0x1000, VTD_FAULT_LGN_2);
	}
	EXPECT(!flow_access(SID + 1, FLOW_READ, IOVA));
	EXPECT(!flow_access(SID + 2, FLOW_READ, IOVA));
	WAIT(flow_read32(VTD_FSTS) & VTD_FSTS_PFO);
	EXPECT_FAULT(VTD_FAULT_LCT_2, SID + 1, FLOW_READ, IOVA);
	EXPECT_EQUAL(flow_read32(VTD_FSTS) & 0xff, VTD_FSTS_PFO);
	flow_write32(VTD_FSTS, VTD_FSTS_PFO);
	EXPECT_BLOCKED(SID + 2, FLOW_READ, IOVA, VTD_FAULT_LCT_2);
}
