/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

/*
 * VT-d 6.5.2.10: IF = 1 sets IWC and sends the event; a second one sends
 * nothing while IWC is still set.
 */
static void wait_if(struct driver *d)
{
	driver_queue(d, driver_desc_wait(WAIT_IF, 0, 0));
	driver_kick(d);
	driver_drained(d);
	WAIT(flow_read32(VTD_ICS) & VTD_ICS_IWC);
}

FLOW(queue_wait_interrupt, "a wait with IF sets IWC and sends one message")
{
	struct driver d;

	driver_start(&d);
	driver_event_messages();
	EXPECT_EQUAL(flow_read32(VTD_ICS), 0);
	wait_if(&d);
	EXPECT_MESSAGES(1, INV_MESSAGE_ADDR, INV_MESSAGE_DATA);
	wait_if(&d);
	EXPECT_MESSAGES(1, INV_MESSAGE_ADDR, INV_MESSAGE_DATA);

	flow_write32(VTD_ICS, VTD_ICS_IWC);
	EXPECT_EQUAL(flow_read32(VTD_ICS), 0);
	wait_if(&d);
	EXPECT_MESSAGES(2, INV_MESSAGE_ADDR, INV_MESSAGE_DATA);
}
