/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

/* VT-d 6.5.2: types 8 and 9 are those of scalable mode. */
FLOW_WITH(dtlb_types, flow_ats_legacy,
	  "PASID device-TLB and page-group descriptors in legacy mode")
{
	static struct ats_world w;
	unsigned int at;

	ats_world_start(&w);
	at = w.d.tail;
	driver_queue(&w.d, driver_desc_pasid_device_tlb(SID, PASID, 0, false,
							IOVA, 4096));
	driver_kick(&w.d);
	EXPECT_QUEUE_ERROR(at, IQEI_TYPE);
	driver_replace(&w.d, driver_desc_page_response(SID, true, PASID, 1, 0));
	EXPECT_QUEUE_ERROR(at, IQEI_TYPE);
	driver_replace(&w.d, driver_desc_device_tlb(SID, 0, IOVA, 4096));
	driver_sync(&w.d);
	EXPECT_EQUAL(w.tlb.invalidations, 1);
}
