/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

static const struct irte entry = { .vector = 0x51, .dest = 0x23 };

FLOW_WITH(fault_21_index, flow_xapic,
	  "21h: an index beyond the table, a table beyond memory")
{
	struct driver d;

	driver_start(&d);
	driver_start_remapping(&d, false);
	driver_irte(255, &entry);
	driver_irte(256, &entry);
	EXPECT(flow_interrupt(SID, irte_request(255, false), 0));
	EXPECT_NO_INTERRUPT(SID, irte_request(256, false), 0, VTD_FAULT_IRQ_21,
			    256);
	EXPECT_NO_INTERRUPT(SID, irte_request(255, true), 1, VTD_FAULT_IRQ_21,
			    256);
	EXPECT_NO_INTERRUPT(SID, irte_request(0xffff, false), 0,
			    VTD_FAULT_IRQ_21, 0xffff);
	/* The sum has 17 bits: it does not come back to entry 0. */
	driver_irte(0, &entry);
	EXPECT(!flow_interrupt(SID, irte_request(0xffff, true), 1));
	EXPECT_FAULT(VTD_FAULT_IRQ_21, SID, FLOW_WRITE, 0);
	EXPECT_MESSAGES(1, irte_message_addr(&entry),
			irte_message_data(&entry));
	/* The last entries of this table are beyond the host's 48 bits. */
	driver_remap(&d, false);
	flow_write64(VTD_IRTA, (BIT(48) - 0x1000) | 15);
	driver_gcmd(&d, VTD_GCMD_SIRTP, 0);
	WAIT(flow_read32(VTD_GSTS) & VTD_GSTS_IRTPS);
	driver_inv_iec(&d);
	driver_remap(&d, true);
	EXPECT_NO_INTERRUPT(SID, irte_request(256, false), 0, VTD_FAULT_IRQ_21,
			    256);
	EXPECT_NO_INTERRUPT(SID, irte_request(255, false), 0, VTD_FAULT_IRQ_22,
			    255);
}
