/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

static struct shadow_client c;

/* Its DMA has host addresses; without a registration nothing is passed. */
FLOW_WITH(shadow_dma, flow_ats_caching,
	  "a shadow client's own DMA passes while it is ready")
{
	struct driver d;

	driver_start_client(&d);
	EXPECT_BLOCKED(FLOW_SHADOW_SID, FLOW_READ, PAGE_0, VTD_FAULT_LGN_3);
	flow_register(&c, FLOW_SHADOW_SID, CLIENT_SHADOW, 0, CLIENT_LAST);
	flow_expect_client_dma(FLOW_SHADOW_SID, PAGE_0);
	/* Whatever it is, it does not get out into the interrupt range. */
	EXPECT(!flow_access(FLOW_SHADOW_SID, FLOW_READ, UINT64_C(0xfee00000)));
	EXPECT_HELLO(&c, 0, 0, 0, GATE_CLIENT_STATUS_CLOSED);
	EXPECT(!flow_access(FLOW_SHADOW_SID, FLOW_READ, PAGE_0));
}
