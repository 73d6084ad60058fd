/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

static const struct irte entry = { .vector = 0x51, .dest = 0x23 };

FLOW_WITH(fault_22_entry_absent, flow_xapic,
	  "22h: the interrupt entry is not present")
{
	struct driver d;

	driver_start(&d);
	driver_start_remapping(&d, false);
	EXPECT_NO_INTERRUPT(SID, irte_request(9, false), 0, VTD_FAULT_IRQ_22,
			    9);
	/* Whatever else it says. */
	flow_store(driver_irte_slot(9), ~UINT64_C(3));
	flow_store(driver_irte_slot(9) + 8, ~UINT64_C(0));
	EXPECT_NO_INTERRUPT(SID, irte_request(9, false), 0, VTD_FAULT_IRQ_22,
			    9);
	driver_irte(9, &entry);
	EXPECT(flow_interrupt(SID, irte_request(9, false), 0));
	EXPECT_MESSAGES(1, irte_message_addr(&entry),
			irte_message_data(&entry));
}
