/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

/*
 * VT-d 6.5.2.10: while IWC is set there is no further event, and 11.4.9.4: only
 * a 1 clears it. So writing 0 changes nothing, whatever came meanwhile.
 */
FLOW(queue_wait_kept, "a write that clears nothing sends no message")
{
	struct driver d;

	driver_start(&d);
	driver_event_messages();
	driver_queue(&d, driver_desc_wait(WAIT_IF, 0, 0));
	driver_queue(&d, driver_desc_wait(WAIT_IF, 0, 0));
	driver_kick(&d);
	driver_drained(&d);
	WAIT(flow_read32(VTD_ICS) & VTD_ICS_IWC);
	flow_write32(VTD_ICS, 0);
	flow_settle();
	EXPECT_EQUAL(flow_read32(VTD_ICS), VTD_ICS_IWC);
	EXPECT_MESSAGES(1, INV_MESSAGE_ADDR, INV_MESSAGE_DATA);
}
