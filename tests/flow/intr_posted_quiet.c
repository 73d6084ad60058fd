/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

/*
 * VT-d 5.2.3: notify when ON is clear and the interrupt is urgent or SN is
 * clear.
 */
FLOW_WITH(intr_posted_quiet, flow_scalable, "posted interrupts: SN and URG")
{
	struct driver d;
	struct irte e = { .vector = 0x20, .x2apic = true };
	struct irte note = { .vector = 0x44, .dest = 5, .x2apic = true };
	uint64_t control = irte_pid_word(0x44, 5, true) | IRTE_PID_SN;

	driver_init_scalable(&d);
	driver_set_root(&d);
	driver_enable_queue(&d, 0);
	driver_start_remapping(&d, true);
	driver_irte_posted(1, &e, FLOW_PID);
	flow_store(FLOW_PID + 32, control);
	EXPECT(flow_interrupt(SID, irte_request(1, false), 0));
	EXPECT_MESSAGES(0, 0, 0);
	EXPECT_EQUAL(flow_load(FLOW_PID), BIT(0x20));
	EXPECT_EQUAL(flow_load(FLOW_PID + 32), control);
	e.urgent = true;
	e.vector = 0x21;
	driver_irte_posted(2, &e, FLOW_PID);
	EXPECT(flow_interrupt(SID, irte_request(2, false), 0));
	EXPECT_MESSAGES(1, irte_message_addr(&note), irte_message_data(&note));
	EXPECT_EQUAL(flow_load(FLOW_PID), BIT(0x20) | BIT(0x21));
	EXPECT_EQUAL(flow_load(FLOW_PID + 32), control | IRTE_PID_ON);
	EXPECT(flow_interrupt(SID, irte_request(2, false), 0));
	EXPECT_MESSAGES(1, irte_message_addr(&note), irte_message_data(&note));
}
