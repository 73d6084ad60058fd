/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

/* Vector, destination, delivery, destination mode, hint, trigger mode. */
static const struct irte entries[] = {
	{ .vector = 0x51, .dest = 0x23 },
	{ .vector = 0xff, .dest = 0xff, .logical = true },
	{ .vector = 0x10, .dest = 1, .hint = true, .mode = 1 },
	{ .vector = 0, .dest = 2, .mode = 4 },
	{ .vector = 0x77, .dest = 3, .level = true },
	{ .vector = 0x30, .dest = 0, .mode = 5 },
	{ .vector = 0x31, .dest = 9, .mode = 7 },
	{ .vector = 0x32, .dest = 9, .mode = 2 },
};

/*
 * VT-d 5.1.4, 9.9: the level is always sent as asserted. With SHV = 0 the
 * data is ignored.
 */
FLOW_WITH(intr_remap_xapic, flow_xapic,
	  "remapped interrupts with 8-bit destinations")
{
	struct driver d;

	driver_start(&d);
	driver_start_remapping(&d, false);
	for (unsigned int i = 0; i < sizeof(entries) / sizeof(entries[0]);
	     i++) {
		driver_irte(i, &entries[i]);
		EXPECT(flow_interrupt(SID, irte_request((uint16_t)i, false),
				      0xffff));
		EXPECT_MESSAGES(i + 1, irte_message_addr(&entries[i]),
				irte_message_data(&entries[i]));
	}
	EXPECT_NO_FAULT();
}
