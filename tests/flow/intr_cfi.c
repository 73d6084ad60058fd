/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

#define FEE UINT64_C(0xfee03000)

static const struct irte entry = { .vector = 0x51, .dest = 0x23 };

/*
 * VT-d 5.1.4: passed when GCMD.CFI is set, blocked when not; passed when
 * remapping is off.
 */
FLOW_WITH(intr_cfi, flow_xapic, "compatibility format while remapping is on")
{
	struct driver d;

	driver_start(&d);
	driver_start_remapping(&d, false);
	EXPECT_NO_INTERRUPT(SID, FEE, 0x31, VTD_FAULT_IRQ_25, 0);
	driver_gcmd(&d, VTD_GCMD_CFI, 0);
	WAIT(flow_read32(VTD_GSTS) & VTD_GSTS_CFIS);
	EXPECT(flow_interrupt(SID, FEE, 0x31));
	EXPECT_MESSAGES(1, FEE, 0x31);
	/* Remappable ones are remapped all the same. */
	driver_irte(3, &entry);
	EXPECT(flow_interrupt(SID, irte_request(3, false), 0));
	EXPECT_MESSAGES(2, irte_message_addr(&entry),
			irte_message_data(&entry));
	driver_gcmd(&d, 0, VTD_GCMD_CFI);
	WAIT(!(flow_read32(VTD_GSTS) & VTD_GSTS_CFIS));
	EXPECT_NO_INTERRUPT(SID, FEE, 0x31, VTD_FAULT_IRQ_25, 0);
	driver_remap(&d, false);
	EXPECT(flow_interrupt(SID, FEE + 8, 0x33));
	EXPECT_MESSAGES(3, FEE + 8, 0x33);
}
