/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

/*
 * VT-d 7.3: the event is sent when the first status bit comes, not again while
 * one is set.
 */
FLOW(fault_event, "the first pending fault sends one message")
{
	struct driver d;

	driver_start_mapped(&d);
	driver_event_messages();
	EXPECT(!flow_access(SID + 1, FLOW_READ, IOVA));
	EXPECT_MESSAGES(1, FAULT_MESSAGE_ADDR, FAULT_MESSAGE_DATA);
	EXPECT(!flow_access(SID + 2, FLOW_READ, IOVA));
	EXPECT_MESSAGES(1, FAULT_MESSAGE_ADDR, FAULT_MESSAGE_DATA);
	EXPECT_FAULT(VTD_FAULT_LCT_2, SID + 1, FLOW_READ, IOVA);
	EXPECT(!flow_access(SID + 3, FLOW_READ, IOVA));
	EXPECT_MESSAGES(1, FAULT_MESSAGE_ADDR, FAULT_MESSAGE_DATA);
	EXPECT_FAULT(VTD_FAULT_LCT_2, SID + 2, FLOW_READ, IOVA);
	EXPECT_FAULT(VTD_FAULT_LCT_2, SID + 3, FLOW_READ, IOVA);
	EXPECT(!flow_access(SID + 1, FLOW_READ, IOVA));
	EXPECT_MESSAGES(2, FAULT_MESSAGE_ADDR, FAULT_MESSAGE_DATA);
}
