/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

static struct shadow_client c;

FLOW_WITH(notify_no_caching, flow_default,
	  "no shadow without CM, no device-TLB events without DT")
{
	struct driver d;

	driver_start_client(&d);
	flow_client(&c, FLOW_SHADOW_SID);
	EXPECT_HELLO(&c, CLIENT_SHADOW, 0, CLIENT_LAST,
		     GATE_CLIENT_STATUS_NO_CM);
	EXPECT_HELLO(&c, GATE_CLIENT_KIND_DEVIOTLB_UNMAP, 0, CLIENT_LAST,
		     GATE_CLIENT_STATUS_NO_DT);
	EXPECT_HELLO(&c, GATE_CLIENT_KIND_UNMAP, 0, CLIENT_LAST,
		     GATE_CLIENT_STATUS_READY);
}
