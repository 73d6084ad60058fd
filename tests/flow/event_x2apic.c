/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

/*
 * VT-d 5.1.6.2: APIC id 31:8 is in the upper address register.
 */
FLOW_WITH(event_x2apic, flow_scalable,
	  "event messages with 32-bit destinations")
{
	struct driver d;

	driver_init_scalable(&d);
	driver_attach_scalable(&d, SID);
	driver_set_root(&d);
	driver_enable_queue(&d, 0);
	driver_inv_all(&d);
	driver_translate(&d, true);
	driver_event_messages();
	flow_write32(VTD_FEUADDR, 0x12345600);
	flow_write32(VTD_IEUADDR, 0xabcdef00);
	EXPECT(!flow_access(SID, FLOW_READ, IOVA));
	EXPECT_MESSAGES(1, UINT64_C(0x12345600) << 32 | FAULT_MESSAGE_ADDR,
			FAULT_MESSAGE_DATA);
	driver_queue(&d, driver_desc_wait(WAIT_IF, 0, 0));
	driver_kick(&d);
	WAIT(flow_read32(VTD_ICS) & VTD_ICS_IWC);
	EXPECT_MESSAGES(2, UINT64_C(0xabcdef00) << 32 | INV_MESSAGE_ADDR,
			INV_MESSAGE_DATA);
}
