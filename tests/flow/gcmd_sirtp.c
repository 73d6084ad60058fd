/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

static const struct irte entry = { .vector = 0x51, .dest = 2, .x2apic = true };

FLOW_WITH(gcmd_sirtp, flow_scalable,
	  "SIRTP takes IRTA over, IRE turns remapping on")
{
	struct driver d;
	uint64_t other = FLOW_IRT + 0x10000, words[2];
	struct irte e = { .vector = 0x61, .dest = 3, .x2apic = true };

	driver_init_scalable(&d);
	driver_set_root(&d);
	driver_enable_queue(&d, 0);
	driver_irte(1, &entry);
	irte_remapped(&e, words);
	flow_store(other + 16 + 8, words[1]);
	flow_store(other + 16, words[0]);
	driver_start_remapping(&d, true);
	EXPECT(flow_interrupt(SID, irte_request(1, false), 0));
	EXPECT_MESSAGES(1, irte_message_addr(&entry),
			irte_message_data(&entry));
	/* Writing IRTA alone does nothing. */
	flow_write64(VTD_IRTA, other | VTD_IRTA_EIME | 7);
	EXPECT(flow_interrupt(SID, irte_request(1, false), 0));
	EXPECT_MESSAGES(2, irte_message_addr(&entry),
			irte_message_data(&entry));
	/* ESIRTPS: nothing of the old table is left, without invalidation. */
	driver_gcmd(&d, VTD_GCMD_SIRTP, 0);
	WAIT(flow_read32(VTD_GSTS) & VTD_GSTS_IRTPS);
	EXPECT(flow_interrupt(SID, irte_request(1, false), 0));
	EXPECT_MESSAGES(3, irte_message_addr(&e), irte_message_data(&e));
	EXPECT_EQUAL(flow_read64(VTD_IRTA), other | VTD_IRTA_EIME | 7);
}
