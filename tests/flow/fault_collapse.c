/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

/*
 * VT-d 7.2.1 lets hardware drop a fault of a source that has a record pending;
 * this block does, so one device cannot fill the ring.
 */
FLOW(fault_collapse, "a source has one pending record at most")
{
	struct driver d;

	driver_start_mapped(&d);
	for (unsigned int i = 0; i < 12; i++)
		EXPECT(!flow_access(SID, FLOW_READ, IOVA + 0x10000 * (i + 1)));
	EXPECT(!flow_access(SID + 1, FLOW_READ, IOVA));
	EXPECT_FAULT(VTD_FAULT_LGN_3, SID, FLOW_READ, IOVA + 0x10000);
	EXPECT_FAULT(VTD_FAULT_LCT_2, SID + 1, FLOW_READ, IOVA);
	EXPECT_NO_FAULT();
	EXPECT_EQUAL(flow_read32(VTD_FSTS) & 0xff, 0);
	EXPECT_BLOCKED(SID, FLOW_WRITE, IOVA + 0x20000, VTD_FAULT_LGN_2);
}
