/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

static const struct irte entry = { .vector = 0x51, .dest = 0x23 };

static void send(unsigned int index, const struct irte *e)
{
	unsigned int before = flow_target_messages();

	EXPECT(flow_interrupt(SID, irte_request((uint16_t)index, false), 0));
	EXPECT_MESSAGES(before + 1, irte_message_addr(e), irte_message_data(e));
}

/*
 * VT-d 6.5.2.4. With CM = 0 an entry that is not present is never cached.
 */
FLOW_WITH(intr_iec, flow_xapic, "cached entries go by index and all at once")
{
	struct driver d;
	struct irte old = entry, fresh = entry;

	driver_start(&d);
	driver_start_remapping(&d, false);
	fresh.vector = 0x99;
	for (unsigned int i = 8; i < 16; i++) {
		driver_irte(i, &old);
		send(i, &old);
	}
	for (unsigned int i = 8; i < 16; i++)
		driver_irte(i, &fresh);
	driver_inv_irte(&d, 9, 0);
	send(9, &fresh);
	/* Low bits of the index are masked. */
	driver_inv_irte(&d, 14, 2);
	for (unsigned int i = 12; i < 16; i++)
		send(i, &fresh);
	driver_inv_iec(&d);
	for (unsigned int i = 8; i < 16; i++)
		send(i, &fresh);
	flow_clear(driver_irte_slot(10), BIT(0));
	driver_inv_irte(&d, 10, 0);
	EXPECT_NO_INTERRUPT(SID, irte_request(10, false), 0, VTD_FAULT_IRQ_22,
			    10);
	driver_irte(10, &old);
	send(10, &old);
}
