/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

static const struct irte entry = { .vector = 0x51, .x2apic = true };

static void start(struct driver *d)
{
	driver_init_scalable(d);
	driver_set_root(d);
	driver_enable_queue(d, 0);
	driver_start_remapping(d, true);
	driver_irte_posted(1, &entry, FLOW_PID);
	flow_store(FLOW_PID + 32, irte_pid_word(0x44, 5, true));
}

FLOW_WITH(fault_27_descriptor, flow_scalable,
	  "27h: the posted descriptor cannot be accessed")
{
	struct driver d;

	start(&d);
	flow_target_mem_fail(FLOW_PID, 64, true);
	EXPECT_NO_INTERRUPT(SID, irte_request(1, false), 0, VTD_FAULT_IRQ_27,
			    1);
	flow_target_mem_fail(FLOW_PID, 64, false);
	flow_target_mem_locks(FLOW_LOCKS_FAIL);
	EXPECT_NO_INTERRUPT(SID, irte_request(1, false), 0, VTD_FAULT_IRQ_27,
			    1);
	flow_target_mem_locks(FLOW_LOCKS_LOSE);
	EXPECT_NO_INTERRUPT(SID, irte_request(1, false), 0, VTD_FAULT_IRQ_27,
			    1);
	flow_target_mem_locks(FLOW_LOCKS_WORK);
	EXPECT_EQUAL(flow_load(FLOW_PID + 8), 0);
	EXPECT(flow_interrupt(SID, irte_request(1, false), 0));
	EXPECT_EQUAL(flow_load(FLOW_PID + 8), BIT(0x51 - 64));
}
