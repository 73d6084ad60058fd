/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

static struct shadow_client low, high;

#define LOW_LAST   UINT64_C(0xfedfffff)
#define HIGH_FIRST UINT64_C(0xfef00000)

FLOW_WITH(notify_ranges, flow_ats_caching,
	  "what a client is told is cropped to what it registered for")
{
	struct driver d;

	driver_start_client(&d);
	driver_attach_client(&d, FLOW_SHADOW_SID_2, FLOW_SHADOW_SID);
	flow_register(&low, FLOW_SHADOW_SID, GATE_CLIENT_KIND_UNMAP, 0,
		      LOW_LAST);
	flow_register(&high, FLOW_SHADOW_SID_2, GATE_CLIENT_KIND_UNMAP,
		      HIGH_FIRST, CLIENT_LAST);
	driver_inv_iotlb_page(&d, DID, UINT64_C(0xfec00000), 10, false);
	EXPECT_UNMAP(&low, UINT64_C(0xfec00000), TABLES_PAGE_2M);
	EXPECT_TOLD_ALL(&low);
	EXPECT_UNMAP(&high, HIGH_FIRST, UINT64_C(0x100000));
	EXPECT_TOLD_ALL(&high);
	driver_inv_iotlb_page(&d, DID, UINT64_C(0xfee00000), 4, false);
	EXPECT_TOLD_ALL(&low);
	EXPECT_TOLD_ALL(&high);
}
