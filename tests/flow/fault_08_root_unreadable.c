/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

/* VT-d 7.1.3, LRT.1: the root entry cannot be read. */
FLOW(fault_08_root_unreadable, "an unreadable root table is a fault")
{
	struct driver d;

	driver_start_mapped(&d);
	flow_target_mem_fail(d.tables.root, 0x1000, true);
	EXPECT_BLOCKED(SID, FLOW_READ, IOVA, VTD_FAULT_LRT_1);
	EXPECT_BLOCKED(SID_2, FLOW_WRITE, IOVA, VTD_FAULT_LRT_1);
	flow_target_mem_fail(d.tables.root, 0x1000, false);
	EXPECT_READS(SID, IOVA, PAGE_0);
}
