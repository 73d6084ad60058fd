/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

/* VT-d 3.6, 4.2.2: LGN.1.1 is recoverable, LGN.1.2 is not. */
FLOW_WITH(ats_width, flow_ats_legacy,
	  "4h: beyond the widths, translation and translated requests")
{
	static struct ats_world w;

	ats_world_start(&w);
	EXPECT_ATS_NONE(&w.tlb, IOVA | BIT(48));
	EXPECT_ATS_NONE(&w.tlb, IOVA | BIT(63));
	EXPECT_NO_TRANSLATED(SID, FLOW_READ, BIT(flow_haw()), VTD_FAULT_LGN_1);
	EXPECT_NO_TRANSLATED(SID, FLOW_WRITE, PAGE_0 | BIT(51),
			     VTD_FAULT_LGN_1);
}
