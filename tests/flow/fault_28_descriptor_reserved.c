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

FLOW_WITH(fault_28_descriptor_reserved, flow_scalable,
	  "28h: reserved bits of the posted descriptor")
{
	struct driver d;
	static const struct {
		unsigned int word, bit;
	} reserved[] = {
		{ 4, 2 }, { 4, 15 }, { 4, 24 }, { 4, 31 },
		{ 5, 0 }, { 6, 9 },  { 7, 63 },
	};

	start(&d);
	for (size_t i = 0; i < sizeof(reserved) / sizeof(reserved[0]); i++) {
		uint64_t at = FLOW_PID + 8 * reserved[i].word;

		flow_flip(at, BIT(reserved[i].bit));
		EXPECT_NO_INTERRUPT(SID, irte_request(1, false), 0,
				    VTD_FAULT_IRQ_28, 1);
		flow_flip(at, BIT(reserved[i].bit));
	}
	EXPECT_EQUAL(flow_load(FLOW_PID + 8), 0);
	EXPECT(flow_interrupt(SID, irte_request(1, false), 0));
	EXPECT_EQUAL(flow_load(FLOW_PID + 8), BIT(0x51 - 64));
}
