/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

static struct shadow_client c;

FLOW_WITH(notify_full, flow_ats_caching, "no room for another client")
{
	struct driver d;

	driver_start_client(&d);
	flow_client(&c, SID);
	for (unsigned int i = 0; i < VTD_CLIENTS; i++) {
		c.pasid_valid = true;
		c.pasid = i;
		EXPECT_HELLO(&c, GATE_CLIENT_KIND_UNMAP, 0, CLIENT_LAST,
			     GATE_CLIENT_STATUS_READY);
	}
	c.pasid = VTD_CLIENTS;
	EXPECT_HELLO(&c, GATE_CLIENT_KIND_UNMAP, 0, CLIENT_LAST,
		     GATE_CLIENT_STATUS_FULL);
	c.pasid = 3;
	EXPECT_HELLO(&c, 0, 0, 0, GATE_CLIENT_STATUS_CLOSED);
	c.pasid = VTD_CLIENTS;
	EXPECT_HELLO(&c, GATE_CLIENT_KIND_UNMAP, 0, CLIENT_LAST,
		     GATE_CLIENT_STATUS_READY);
}
