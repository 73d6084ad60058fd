/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

/* VT-d 7.1.3, LCT.2: the context entry of the source is not present. */
FLOW(fault_02_context_absent, "an absent context entry blocks its source")
{
	struct driver d;

	driver_start_mapped(&d);
	EXPECT_BLOCKED(SID + 1, FLOW_READ, IOVA, VTD_FAULT_LCT_2);
	EXPECT_BLOCKED(SID + 8, FLOW_WRITE, IOVA, VTD_FAULT_LCT_2);
	EXPECT_BLOCKED(0x00ff, FLOW_ZLR, IOVA, VTD_FAULT_LCT_2);
	EXPECT_READS(SID, IOVA, PAGE_0);
}
