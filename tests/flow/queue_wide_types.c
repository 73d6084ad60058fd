/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

static void try_desc(struct driver *d, struct driver_desc desc,
		     unsigned int iqei)
{
	static uint32_t mark;
	unsigned int at = d->tail;

	driver_queue(d, desc);
	driver_kick(d);
	EXPECT_QUEUE_ERROR(at, iqei);
	driver_replace(d, driver_desc_wait(WAIT_SW, FLOW_STATUS + 8, ++mark));
	WAIT(flow_load32(FLOW_STATUS + 8) == mark);
}

/*
 * VT-d 6.5.2: DT, PRS and HPTS are 0; bits 11:9 are of the type.
 */
FLOW_WITH(queue_wide_types, flow_scalable,
	  "device-TLB, page-group and unknown types are refused")
{
	struct driver d;
	static const uint64_t bad[] = { 0,  3,  8,          9,          10,
					11, 15, 1 << 9 | 1, 1 << 11 | 5 };

	driver_start_scalable(&d);
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		try_desc(&d, (struct driver_desc){ .lo = bad[i] | 1 << 4 },
			 IQEI_TYPE);
}
