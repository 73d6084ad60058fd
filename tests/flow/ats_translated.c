/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

/* VT-d 4.2.3: a host address passes, whatever the tables map there. */
FLOW_WITH(ats_translated, flow_ats_legacy,
	  "translated requests pass as they are; others of the source do not")
{
	static struct ats_world w;

	ats_world_start(&w);
	EXPECT_TRANSLATED(SID, PAGE_1 + 0x5000);
	EXPECT_TRANSLATED(SID, PAGE_1 + 0x5000);
	EXPECT_BLOCKED(SID, FLOW_READ, PAGE_1 + 0x5000, VTD_FAULT_LGN_3);
	EXPECT_READS(SID, IOVA, PAGE_0);
	EXPECT_TRANSLATED(SID, PAGE_0);
	/* No longer allowed: the gate forgets with the context. */
	flow_clear(driver_context_slot(&w.d, SID), BIT(2));
	driver_inv_context_device(&w.d, DID, SID, 0);
	driver_inv_iotlb_domain(&w.d, DID);
	EXPECT_NO_TRANSLATED(SID, FLOW_WRITE, PAGE_0, VTD_FAULT_LCT_5);
	EXPECT_READS(SID, IOVA, PAGE_0);
}
