/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

FLOW_WITH(intr_remap_x2apic, flow_scalable,
	  "remapped interrupts with 32-bit destinations")
{
	struct driver d;
	struct irte e = { .vector = 0x51, .x2apic = true };
	static const uint32_t dest[] = { 0, 0x23, 0x12345678, 0xffffffff };

	driver_init_scalable(&d);
	driver_set_root(&d);
	driver_enable_queue(&d, 0);
	driver_start_remapping(&d, true);
	for (unsigned int i = 0; i < 4; i++) {
		e.dest = dest[i];
		driver_irte(i, &e);
		EXPECT(flow_interrupt(SID, irte_request((uint16_t)i, false),
				      0));
		EXPECT_MESSAGES(i + 1, irte_message_addr(&e),
				irte_message_data(&e));
	}
}
