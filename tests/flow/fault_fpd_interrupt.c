/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

static void refused(uint16_t sid)
{
	EXPECT(!flow_interrupt(sid, irte_request(1, false), 0));
	EXPECT_NO_FAULT();
	EXPECT_EQUAL(flow_target_messages(), 1);
}

FLOW_WITH(fault_fpd_interrupt, flow_xapic,
	  "FPD of an interrupt entry, present or not")
{
	struct driver d;
	struct irte e = {
		.vector = 0x51, .sid = SID, .svt = IRTE_SVT_SID, .fpd = true
	};

	driver_start(&d);
	driver_start_remapping(&d, false);
	driver_irte(1, &e);
	EXPECT(flow_interrupt(SID, irte_request(1, false), 0));
	refused(SID_2); /* 26h */
	flow_set(driver_irte_slot(1), BIT(31));
	driver_inv_irte(&d, 1, 0);
	refused(SID); /* 24h */
	flow_store(driver_irte_slot(1), BIT(1));
	refused(SID); /* 22h */
	/* 23h is not qualified. */
	flow_target_mem_fail(driver_irte_slot(1), 16, true);
	EXPECT_NO_INTERRUPT(SID, irte_request(1, false), 0, VTD_FAULT_IRQ_23,
			    1);
}
