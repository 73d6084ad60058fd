/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

/* VT-d 11.4.9.5: clearing IWC while IP is set takes the event back. */
FLOW(queue_wait_withdrawn, "clearing IWC withdraws a masked completion event")
{
	struct driver d;

	driver_start(&d);
	driver_event_messages();
	flow_write32(VTD_IECTL, VTD_IECTL_IM);
	driver_queue(&d, driver_desc_wait(WAIT_IF, 0, 0));
	driver_kick(&d);
	WAIT(flow_read32(VTD_IECTL) & VTD_IECTL_IP);
	flow_write32(VTD_ICS, VTD_ICS_IWC);
	WAIT(!(flow_read32(VTD_IECTL) & VTD_IECTL_IP));
	flow_write32(VTD_IECTL, 0);
	EXPECT_MESSAGES(0, 0, 0);
}
