/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

static void expect_refused(struct driver *d, struct driver_desc good,
			   uint64_t lo, uint64_t hi)
{
	struct driver_desc bad = good;
	unsigned int at = d->tail;

	bad.lo ^= lo;
	bad.hi ^= hi;
	driver_queue(d, bad);
	driver_kick(d);
	EXPECT_QUEUE_ERROR(at, IQEI_RESERVED);
	driver_replace(d, good);
	driver_sync(d);
}

/* VT-d 6.5.2.5, 6.5.2.6, 6.5.2.7; DIT is 0, so PFSID is reserved. */
FLOW_WITH(dtlb_reserved, flow_ats_scalable,
	  "reserved bits of device-TLB and page-group descriptors")
{
	static struct ats_world w;
	struct driver_desc desc;

	ats_world_start_space(&w, SCALABLE_SECOND);
	desc = driver_desc_device_tlb(SID, 0, IOVA, 4096);
	expect_refused(&w.d, desc, BIT(12), 0);
	expect_refused(&w.d, desc, BIT(21), 0);
	expect_refused(&w.d, desc, BIT(52), 0);
	expect_refused(&w.d, desc, 0, BIT(1));
	expect_refused(&w.d, desc, 0, BIT(11));
	desc = driver_desc_pasid_device_tlb(SID, PASID, 0, false, IOVA, 4096);
	expect_refused(&w.d, desc, BIT(12), 0);
	expect_refused(&w.d, desc, BIT(63), 0);
	expect_refused(&w.d, desc, 0, BIT(1));
	expect_refused(&w.d, desc, 0, BIT(10));
	desc = driver_desc_page_response(SID, true, PASID, 1, 0);
	expect_refused(&w.d, desc, BIT(5), 0);
	expect_refused(&w.d, desc, BIT(52), 0);
	expect_refused(&w.d, desc, 0, BIT(0));
	expect_refused(&w.d, desc, 0, BIT(12));
}
