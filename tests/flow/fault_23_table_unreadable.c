/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

static const struct irte entry = { .vector = 0x51, .dest = 0x23 };

FLOW_WITH(fault_23_table_unreadable, flow_xapic,
	  "23h: the interrupt table cannot be read")
{
	struct driver d;

	driver_start(&d);
	driver_start_remapping(&d, false);
	driver_irte(4, &entry);
	flow_target_mem_fail(driver_irte_slot(4), 16, true);
	EXPECT_NO_INTERRUPT(SID, irte_request(4, false), 0, VTD_FAULT_IRQ_23,
			    4);
	flow_target_mem_fail(driver_irte_slot(4), 16, false);
	EXPECT(flow_interrupt(SID, irte_request(4, false), 0));
	EXPECT_MESSAGES(1, irte_message_addr(&entry),
			irte_message_data(&entry));
}
