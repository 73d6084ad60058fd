/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

/*
 * The order of VT-d 5.1.4.
 */
FLOW_WITH(fault_26_source_first, flow_xapic,
	  "26h comes before reserved bits, after P")
{
	struct driver d;
	struct irte e = { .vector = 0x51, .sid = SID, .svt = IRTE_SVT_SID };

	driver_start(&d);
	driver_start_remapping(&d, false);
	driver_irte(1, &e);
	flow_set(driver_irte_slot(1), BIT(31));
	EXPECT_NO_INTERRUPT(SID_2, irte_request(1, false), 0, VTD_FAULT_IRQ_26,
			    1);
	EXPECT_NO_INTERRUPT(SID, irte_request(1, false), 0, VTD_FAULT_IRQ_24,
			    1);
	flow_clear(driver_irte_slot(1), BIT(0));
	EXPECT_NO_INTERRUPT(SID_2, irte_request(1, false), 0, VTD_FAULT_IRQ_22,
			    1);
}
