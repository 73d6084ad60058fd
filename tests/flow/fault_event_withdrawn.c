/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

/* VT-d 11.4.7.2: IP is cleared when software cleared every status bit. */
FLOW(fault_event_withdrawn, "clearing all faults withdraws a masked event")
{
	struct driver d;

	driver_start_mapped(&d);
	driver_event_messages();
	flow_write32(VTD_FECTL, VTD_FECTL_IM);
	EXPECT(!flow_access(SID + 1, FLOW_READ, IOVA));
	EXPECT(!flow_access(SID + 2, FLOW_READ, IOVA));
	WAIT(flow_read32(VTD_FECTL) & VTD_FECTL_IP);
	EXPECT_FAULT(VTD_FAULT_LCT_2, SID + 1, FLOW_READ, IOVA);
	flow_settle();
	EXPECT(flow_read32(VTD_FECTL) & VTD_FECTL_IP);
	EXPECT_FAULT(VTD_FAULT_LCT_2, SID + 2, FLOW_READ, IOVA);
	WAIT(!(flow_read32(VTD_FECTL) & VTD_FECTL_IP));
	flow_write32(VTD_FECTL, 0);
	EXPECT_MESSAGES(0, 0, 0);
}
