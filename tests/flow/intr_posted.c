/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

/*
 * VT-d 5.2.3: fixed, edge, physical, no hint, level asserted.
 */
FLOW_WITH(intr_posted, flow_scalable,
	  "posted interrupts: PIR, ON and the notification")
{
	struct driver d;
	struct irte e = { .vector = 0x83, .x2apic = true };
	struct irte note = { .vector = 0xf2, .dest = 0x1234, .x2apic = true };
	uint64_t control = irte_pid_word(0xf2, 0x1234, true);

	driver_init_scalable(&d);
	driver_set_root(&d);
	driver_enable_queue(&d, 0);
	driver_start_remapping(&d, true);
	driver_irte_posted(1, &e, FLOW_PID);
	flow_store(FLOW_PID + 32, control);
	flow_store(FLOW_PID, BIT(9));
	EXPECT(flow_interrupt(SID, irte_request(1, false), 0));
	EXPECT_MESSAGES(1, irte_message_addr(&note), irte_message_data(&note));
	EXPECT_EQUAL(flow_load(FLOW_PID), BIT(9));
	EXPECT_EQUAL(flow_load(FLOW_PID + 16), BIT(3));
	EXPECT_EQUAL(flow_load(FLOW_PID + 32), control | IRTE_PID_ON);
	/* One is outstanding: no other notification until ON is cleared. */
	e.vector = 0xff;
	driver_irte_posted(2, &e, FLOW_PID);
	EXPECT(flow_interrupt(SID, irte_request(2, false), 0));
	EXPECT_EQUAL(flow_load(FLOW_PID + 24), BIT(63));
	EXPECT_MESSAGES(1, irte_message_addr(&note), irte_message_data(&note));
	flow_store(FLOW_PID + 32, control);
	EXPECT(flow_interrupt(SID, irte_request(1, false), 0));
	EXPECT_MESSAGES(2, irte_message_addr(&note), irte_message_data(&note));
	EXPECT_NO_FAULT();
}
