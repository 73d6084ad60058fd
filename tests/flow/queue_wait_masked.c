/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

/* VT-d 6.5.2.10, 11.4.9.5: a masked event is held in IP until unmasked. */
FLOW(queue_wait_masked, "a masked completion event is sent when unmasked")
{
	struct driver d;

	driver_start(&d);
	driver_event_messages();
	flow_write32(VTD_IECTL, VTD_IECTL_IM);
	driver_queue(&d, driver_desc_wait(WAIT_IF, 0, 0));
	driver_kick(&d);
	WAIT(flow_read32(VTD_IECTL) & VTD_IECTL_IP);
	EXPECT_MESSAGES(0, 0, 0);
	flow_write32(VTD_IECTL, VTD_IECTL_IM);
	EXPECT_MESSAGES(0, 0, 0);
	EXPECT(flow_read32(VTD_IECTL) & VTD_IECTL_IP);
	flow_write32(VTD_IECTL, 0);
	WAIT(!(flow_read32(VTD_IECTL) & VTD_IECTL_IP));
	EXPECT_MESSAGES(1, INV_MESSAGE_ADDR, INV_MESSAGE_DATA);
	EXPECT(flow_read32(VTD_ICS) & VTD_ICS_IWC);
}
