/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

/* VT-d 7.1.3, LRT.2: the root entry of the bus is not present. */
FLOW(fault_01_root_absent, "an absent root entry blocks the whole bus")
{
	struct driver d;

	driver_start_mapped(&d);
	EXPECT_BLOCKED(SID_2, FLOW_READ, IOVA, VTD_FAULT_LRT_2);
	EXPECT_BLOCKED(0xff10, FLOW_WRITE, IOVA, VTD_FAULT_LRT_2);
	EXPECT_BLOCKED(0xffff, FLOW_ATOMIC, 0, VTD_FAULT_LRT_2);
	EXPECT_READS(SID, IOVA, PAGE_0);
}
