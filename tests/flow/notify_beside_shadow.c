/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

static struct shadow_client c, caches;

/* One does not change what the other is told. */
FLOW_WITH(notify_beside_shadow, flow_ats_caching,
	  "a client that caches hears of all beside one with a shadow")
{
	struct driver d;

	driver_start_shadow(&d, &c);
	driver_attach_client(&d, FLOW_SHADOW_SID_2, FLOW_SHADOW_SID);
	flow_register(&caches, FLOW_SHADOW_SID_2, GATE_CLIENT_KIND_UNMAP, 0,
		      CLIENT_LAST);
	driver_inv_iotlb_page(&d, DID, 0x7000, 0, false);
	EXPECT_TOLD_ALL(&c);
	EXPECT_UNMAP(&caches, 0x7000, 4096);
	EXPECT_TOLD_ALL(&caches);
}
