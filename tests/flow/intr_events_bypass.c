/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

/*
 * VT-d 5.1: compatibility format, though CFIS is 0.
 */
FLOW_WITH(intr_events_bypass, flow_xapic,
	  "events of the block itself are not remapped")
{
	struct driver d;

	driver_start(&d);
	driver_start_remapping(&d, false);
	driver_event_messages();
	driver_queue(&d, driver_desc_wait(WAIT_IF, 0, 0));
	driver_kick(&d);
	WAIT(flow_read32(VTD_ICS) & VTD_ICS_IWC);
	EXPECT_MESSAGES(1, INV_MESSAGE_ADDR, INV_MESSAGE_DATA);
	EXPECT(!flow_access(SID, FLOW_READ, IOVA));
	EXPECT_MESSAGES(2, FAULT_MESSAGE_ADDR, FAULT_MESSAGE_DATA);
}
