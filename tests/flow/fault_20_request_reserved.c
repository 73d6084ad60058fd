/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

static const struct irte entry = { .vector = 0x51, .dest = 0x23 };

FLOW_WITH(fault_20_request_reserved, flow_xapic,
	  "20h: reserved data bits with SHV")
{
	struct driver d;

	driver_start(&d);
	driver_start_remapping(&d, false);
	driver_irte(1, &entry);
	EXPECT_NO_INTERRUPT(SID, irte_request(1, true), BIT(16),
			    VTD_FAULT_IRQ_20, 0);
	EXPECT_NO_INTERRUPT(SID, irte_request(1, true), BIT(31),
			    VTD_FAULT_IRQ_20, 0);
	EXPECT(flow_interrupt(SID, irte_request(1, false), 0xffff0000));
	EXPECT_MESSAGES(1, irte_message_addr(&entry),
			irte_message_data(&entry));
}
