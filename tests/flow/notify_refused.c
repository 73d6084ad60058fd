/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

static struct shadow_client c;

/* vtd_gate.def, CLIENT_STATUS. */
FLOW_WITH(notify_refused, flow_ats_caching, "registrations that are refused")
{
	struct driver d;

	driver_start_client(&d);
	flow_client(&c, SID);
	EXPECT_HELLO(&c, CLIENT_SHADOW, 0, CLIENT_LAST,
		     GATE_CLIENT_STATUS_DENIED);
	EXPECT_HELLO(&c, GATE_CLIENT_KIND_MAP, 0, CLIENT_LAST,
		     GATE_CLIENT_STATUS_BAD);
	EXPECT_HELLO(&c,
		     GATE_CLIENT_KIND_UNMAP | GATE_CLIENT_KIND_DEVIOTLB_UNMAP,
		     0, CLIENT_LAST, GATE_CLIENT_STATUS_BAD);
	EXPECT_HELLO(&c, GATE_CLIENT_KIND_UNMAP, 0x2000, 0x1fff,
		     GATE_CLIENT_STATUS_BAD);
	EXPECT_HELLO(&c, GATE_CLIENT_KIND_UNMAP, 0, 0x1ffe,
		     GATE_CLIENT_STATUS_BAD);
}
