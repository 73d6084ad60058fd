/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

static const struct irte entry = { .vector = 0x51, .dest = 0x23 };

FLOW_WITH(intr_subhandle, flow_xapic, "handle and subhandle make the index")
{
	struct driver d;

	driver_start(&d);
	driver_start_remapping(&d, false);
	driver_irte(7, &entry);
	EXPECT(flow_interrupt(SID, irte_request(7, true), 0));
	EXPECT(flow_interrupt(SID, irte_request(0, true), 7));
	EXPECT(flow_interrupt(SID, irte_request(4, true), 3));
	EXPECT(flow_interrupt(SID, irte_request(7, false), 0xabcd1234));
	EXPECT_MESSAGES(4, irte_message_addr(&entry),
			irte_message_data(&entry));
	/* The entry behind it is empty. */
	EXPECT_NO_INTERRUPT(SID, irte_request(7, true), 1, VTD_FAULT_IRQ_22, 8);
	/* Index bit 15 is address bit 2. */
	driver_remap(&d, false);
	driver_set_irt(&d, 15, false);
	driver_inv_iec(&d);
	driver_remap(&d, true);
	driver_irte(0x8003, &entry);
	EXPECT(flow_interrupt(SID, irte_request(0x8003, false), 0));
	EXPECT(flow_interrupt(SID, irte_request(0x7fff, true), 4));
	EXPECT_MESSAGES(6, irte_message_addr(&entry),
			irte_message_data(&entry));
}
