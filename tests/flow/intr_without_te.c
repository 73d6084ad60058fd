/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

static const struct irte entry = { .vector = 0x51, .dest = 0x23 };

FLOW_WITH(intr_without_te, flow_xapic,
	  "interrupts are remapped with translation off")
{
	struct driver d;

	driver_init(&d);
	driver_enable_queue(&d, 0);
	driver_start_remapping(&d, false);
	driver_irte(1, &entry);
	EXPECT(flow_interrupt(SID, irte_request(1, false), 0));
	EXPECT_MESSAGES(1, irte_message_addr(&entry),
			irte_message_data(&entry));
	EXPECT_NO_INTERRUPT(SID, irte_request(2, false), 0, VTD_FAULT_IRQ_22,
			    2);
	EXPECT_NO_INTERRUPT(SID, UINT64_C(0xfee00000), 0, VTD_FAULT_IRQ_25, 0);
	EXPECT_READS(SID, PAGE_0, PAGE_0);
}
