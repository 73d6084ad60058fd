/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

static const unsigned int codes[] = { 0, 1, 0xf };

/* VT-d 6.5.2.7: the driver's answer reaches the device as it is. */
FLOW_WITH(prq_response, flow_ats_scalable,
	  "page-group responses of the driver, with and without PASID")
{
	static struct ats_world w;

	ats_world_start_space(&w, SCALABLE_FIRST);
	for (unsigned int i = 0; i < 3; i++) {
		flow_without_pasid();
		driver_queue(&w.d, driver_desc_page_response(
					   SID, false, 0, 0x1f0 + i, codes[i]));
		driver_sync(&w.d);
		EXPECT_RESPONSE(&w.tlb, 0x1f0 + i, codes[i]);
		flow_with_pasid(PASID);
		driver_queue(&w.d, driver_desc_page_response(SID, true, PASID,
							     i, codes[i]));
		driver_sync(&w.d);
		EXPECT_RESPONSE(&w.tlb, i, codes[i]);
	}
	EXPECT_EQUAL(flow_strays(), 0);
}
