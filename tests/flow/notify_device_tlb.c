/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

static struct shadow_client c;

/* The two kinds do not hear of each other's. */
FLOW_WITH(notify_device_tlb, flow_ats_caching,
	  "device-TLB invalidations reach those who asked for them")
{
	struct driver d;

	driver_start_client(&d);
	flow_register(&c, FLOW_SHADOW_SID, GATE_CLIENT_KIND_DEVIOTLB_UNMAP, 0,
		      CLIENT_LAST);
	driver_queue(&d, driver_desc_device_tlb(FLOW_SHADOW_SID, 0, 0x8000,
						0x2000));
	driver_kick(&d);
	WAIT(c.events > 1);
	EXPECT_UNMAP(&c, 0x8000, 0x2000);
	driver_inv_iotlb_domain(&d, DID);
	EXPECT_TOLD_ALL(&c);
}
