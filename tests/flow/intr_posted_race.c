/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

FLOW_WITH(intr_posted_race, flow_scalable,
	  "posting races with the host, nothing is lost")
{
	struct driver d;
	struct irte e = { .vector = 0x47, .x2apic = true };
	uint64_t control = irte_pid_word(0x44, 5, true);

	driver_init_scalable(&d);
	driver_set_root(&d);
	driver_enable_queue(&d, 0);
	driver_start_remapping(&d, true);
	driver_irte_posted(1, &e, FLOW_PID);
	flow_store(FLOW_PID + 32, control);
	/* The host posts another vector to the same word of PIR. */
	flow_target_mem_race(FLOW_PID + 8, BIT(60));
	EXPECT(flow_interrupt(SID, irte_request(1, false), 0));
	EXPECT_EQUAL(flow_load(FLOW_PID + 8), BIT(60) | BIT(7));
	EXPECT_EQUAL(flow_target_messages(), 1);
	/* It moves the vCPU (SN, another destination) as ON is set. */
	flow_store(FLOW_PID + 8, 0);
	flow_store(FLOW_PID + 32, control);
	flow_target_mem_race(FLOW_PID + 32,
			     irte_pid_word(0x45, 6, true) | IRTE_PID_SN);
	EXPECT(flow_interrupt(SID, irte_request(1, false), 0));
	EXPECT_EQUAL(flow_load(FLOW_PID + 8), BIT(7));
	EXPECT_EQUAL(flow_load(FLOW_PID + 32),
		     irte_pid_word(0x45, 6, true) | IRTE_PID_SN);
	EXPECT_EQUAL(flow_target_messages(), 1);
	/* Each update is lost once. */
	flow_store(FLOW_PID + 8, 0);
	flow_store(FLOW_PID + 32, control);
	flow_target_mem_locks(FLOW_LOCKS_LOSE_ONCE);
	EXPECT(flow_interrupt(SID, irte_request(1, false), 0));
	EXPECT_EQUAL(flow_load(FLOW_PID + 8), BIT(7));
	EXPECT_EQUAL(flow_load(FLOW_PID + 32), control | IRTE_PID_ON);
	EXPECT_EQUAL(flow_target_messages(), 2);
	EXPECT_NO_FAULT();
}
