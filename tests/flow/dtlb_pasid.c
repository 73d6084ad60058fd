/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

/* VT-d 6.5.2.6: with GI the PASID does not count. */
static void expect_sent(struct ats_world *w, bool gi, uint64_t size)
{
	driver_queue(&w->d, driver_desc_pasid_device_tlb(SID, PASID, 0, gi,
							 PAGE_1, size));
	driver_sync(&w->d);
	EXPECT(w->tlb.last_head & GATE_WORK0_SSIDV);
	EXPECT_EQUAL(w->tlb.last_word & 1, gi);
	EXPECT_EQUAL(device_tlb_first(w->tlb.last_word), size ? PAGE_1 : 0);
	EXPECT_EQUAL(device_tlb_last(w->tlb.last_word),
		     size ? PAGE_1 + size - 1 : UINT64_MAX);
	if (!gi)
		EXPECT_EQUAL(flow_get(w->tlb.last_head, GATE_WORK0_SSID),
			     PASID);
}

FLOW_WITH(dtlb_pasid, flow_ats_scalable,
	  "device-TLB invalidations of a PASID, and of all of them")
{
	static struct ats_world w;

	ats_world_start_space(&w, SCALABLE_FIRST);
	expect_sent(&w, false, 4096);
	expect_sent(&w, false, TABLES_PAGE_2M);
	expect_sent(&w, false, 0);
	expect_sent(&w, true, 4096);
	expect_sent(&w, true, 0);
	/* That of requests without PASID is still there. */
	driver_inv_device_tlb(&w.d, SID, PAGE_1, 4096);
	EXPECT(!(w.tlb.last_head & GATE_WORK0_SSIDV));
	EXPECT_EQUAL(w.tlb.invalidations, 6);
}
