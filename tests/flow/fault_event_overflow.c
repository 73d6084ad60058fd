/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

/* VT-d 7.3: PFO still set keeps a new fault from sending the event. */
FLOW(fault_event_overflow, "overflow alone sends nothing and holds events back")
{
	struct driver d;

	driver_start_mapped(&d);
	driver_event_messages();
	for (unsigned int i = 0; i < 9; i++)
		EXPECT(!flow_access((uint16_t)(0x20 + i), FLOW_READ, IOVA));
	EXPECT_MESSAGES(1, FAULT_MESSAGE_ADDR, FAULT_MESSAGE_DATA);
	EXPECT(flow_read32(VTD_FSTS) & VTD_FSTS_PFO);
	for (unsigned int i = 0; i < 8; i++)
		EXPECT_FAULT(VTD_FAULT_LCT_2, (uint16_t)(0x20 + i), FLOW_READ,
			     IOVA);
	EXPECT(!flow_access(SID + 1, FLOW_READ, IOVA));
	EXPECT_MESSAGES(1, FAULT_MESSAGE_ADDR, FAULT_MESSAGE_DATA);
	flow_write32(VTD_FSTS, VTD_FSTS_PFO);
	EXPECT(!flow_access(SID + 1, FLOW_READ, IOVA));
	EXPECT_MESSAGES(2, FAULT_MESSAGE_ADDR, FAULT_MESSAGE_DATA);
}
