/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

/*
 * VT-d 11.4.4.1.
 */
FLOW_WITH(gcmd_ire_off, flow_scalable,
	  "turning remapping off empties the cache with ESIRTPS")
{
	struct driver d;
	struct irte e = { .vector = 0x51, .dest = 3, .x2apic = true };

	driver_init_scalable(&d);
	driver_set_root(&d);
	driver_enable_queue(&d, 0);
	driver_irte(1, &e);
	driver_start_remapping(&d, true);
	EXPECT(flow_interrupt(SID, irte_request(1, false), 0));
	driver_remap(&d, false);
	e.vector = 0x52;
	driver_irte(1, &e);
	driver_remap(&d, true);
	EXPECT(flow_interrupt(SID, irte_request(1, false), 0));
	EXPECT_MESSAGES(2, irte_message_addr(&e), irte_message_data(&e));
}
