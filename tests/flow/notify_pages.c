/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

static struct shadow_client c;

FLOW_WITH(notify_pages, flow_ats_caching,
	  "a client that caches is told of every page, aligned to the size")
{
	struct driver d;

	driver_start_client(&d);
	flow_register(&c, FLOW_SHADOW_SID, GATE_CLIENT_KIND_UNMAP, 0,
		      CLIENT_LAST);
	EXPECT_TOLD_ALL(&c);
	driver_inv_iotlb_page(&d, DID, 0x5000, 2, false);
	EXPECT_UNMAP(&c, 0x4000, 0x4000);
	EXPECT_TOLD_ALL(&c);
	driver_inv_iotlb_page(&d, DID_2, 0x5000, 0, false);
	EXPECT_TOLD_ALL(&c);
	driver_inv_iotlb_domain(&d, DID);
	EXPECT_UNMAP(&c, 0, CLIENT_LAST + 1);
	EXPECT_TOLD_ALL(&c);
	EXPECT_HELLO(&c, 0, 0, 0, GATE_CLIENT_STATUS_CLOSED);
	driver_inv_iotlb(&d);
	EXPECT_TOLD_ALL(&c);
}
