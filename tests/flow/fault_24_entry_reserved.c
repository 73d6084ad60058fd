/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

static const struct irte entry = { .vector = 0x51, .dest = 0x23 };

/*
 * VT-d 9.9: URG and IM without CAP.PI, DST outside 47:40 without EIME; the rest
 * always.
 */
static const unsigned int low[] = { 12, 13, 14, 15, 24, 31, 32, 39, 48, 63 };
static const unsigned int high[] = { 20, 31, 32, 63 };

static void spoiled(uint64_t slot, uint64_t bit)
{
	unsigned int before = flow_target_messages();

	driver_irte(1, &entry);
	flow_set(slot, bit);
	EXPECT_NO_INTERRUPT(SID, irte_request(1, false), 0, VTD_FAULT_IRQ_24,
			    1);
	EXPECT_EQUAL(flow_target_messages(), before);
}

FLOW_WITH(fault_24_entry_reserved, flow_xapic,
	  "24h: reserved bits of a remapped entry")
{
	struct driver d;

	driver_start(&d);
	driver_start_remapping(&d, false);
	for (size_t i = 0; i < sizeof(low) / sizeof(low[0]); i++)
		spoiled(driver_irte_slot(1), BIT(low[i]));
	for (size_t i = 0; i < sizeof(high) / sizeof(high[0]); i++)
		spoiled(driver_irte_slot(1) + 8, BIT(high[i]));
}
