/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

static const struct irte entry = { .vector = 0x51 };

static void spoiled(uint64_t slot, uint64_t bit)
{
	driver_irte_posted(1, &entry, FLOW_PID);
	flow_set(slot, bit);
	EXPECT_NO_INTERRUPT(SID, irte_request(1, false), 0, VTD_FAULT_IRQ_24,
			    1);
}

/*
 * VT-d 9.10; the descriptor's address has 52 bits here.
 */
FLOW_WITH(fault_24_posted_reserved, flow_scalable,
	  "24h: reserved bits of a posted entry")
{
	struct driver d;
	static const unsigned int low[] = { 2, 3, 4, 5, 7, 12, 13, 24, 37 };
	static const unsigned int high[] = { 20, 31, 52, 63 };

	driver_init_scalable(&d);
	driver_set_root(&d);
	driver_enable_queue(&d, 0);
	driver_start_remapping(&d, true);
	flow_store(FLOW_PID + 32, irte_pid_word(0x44, 5, true));
	for (size_t i = 0; i < sizeof(low) / sizeof(low[0]); i++)
		spoiled(driver_irte_slot(1), BIT(low[i]));
	for (size_t i = 0; i < sizeof(high) / sizeof(high[0]); i++)
		spoiled(driver_irte_slot(1) + 8, BIT(high[i]));
	EXPECT_EQUAL(flow_load(FLOW_PID), 0);
	driver_irte_posted(1, &entry, FLOW_PID);
	EXPECT(flow_interrupt(SID, irte_request(1, false), 0));
	EXPECT_EQUAL(flow_load(FLOW_PID + 8), BIT(0x51 - 64));
}
