/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

/* VT-d 11.4.7.2: masked, the event stays in IP; unmasking sends it. */
FLOW(fault_event_masked, "a masked fault event is sent when unmasked")
{
	struct driver d;

	driver_start_mapped(&d);
	driver_event_messages();
	flow_write32(VTD_FECTL, VTD_FECTL_IM);
	EXPECT(!flow_access(SID + 1, FLOW_READ, IOVA));
	WAIT(flow_read32(VTD_FECTL) == (VTD_FECTL_IM | VTD_FECTL_IP));
	EXPECT_MESSAGES(0, 0, 0);
	flow_write32(VTD_FECTL, VTD_FECTL_IM);
	EXPECT_MESSAGES(0, 0, 0);
	EXPECT(flow_read32(VTD_FECTL) & VTD_FECTL_IP);
	flow_write32(VTD_FECTL, 0);
	WAIT(flow_read32(VTD_FECTL) == 0);
	EXPECT_MESSAGES(1, FAULT_MESSAGE_ADDR, FAULT_MESSAGE_DATA);
	flow_write32(VTD_FECTL, VTD_FECTL_IM);
	flow_write32(VTD_FECTL, 0);
	EXPECT_MESSAGES(1, FAULT_MESSAGE_ADDR, FAULT_MESSAGE_DATA);
	EXPECT_FAULT(VTD_FAULT_LCT_2, SID + 1, FLOW_READ, IOVA);
}
