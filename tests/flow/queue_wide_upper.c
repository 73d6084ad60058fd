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
 * VT-d 6.5.2: reserved, or an invalid descriptor; the code is not said.
 */
FLOW_WITH(queue_wide_upper, flow_scalable,
	  "the upper half of a wide descriptor must be clear")
{
	struct driver d;
	struct driver_desc good[] = {
		driver_desc_context(DESC_GLOBAL, 0, 0, 0),
		driver_desc_iotlb(DESC_GLOBAL, 0, 0, 0, false),
		driver_desc_iec(false, 0, 0),
		driver_desc_wait(WAIT_SW, FLOW_STATUS + 16, 1),
		driver_desc_pasid_iotlb(PASID_IOTLB_ALL, DID, PASID, 0, 0,
					false),
		driver_desc_pasid(PASID_GLOBAL, 0, 0),
	};

	driver_start_scalable(&d);
	for (size_t i = 0; i < sizeof(good) / sizeof(good[0]); i++) {
		struct driver_desc desc = good[i];

		desc.upper[0] = 1;
		try_desc(&d, desc, 0);
		desc.upper[0] = 0;
		desc.upper[1] = BIT(63);
		try_desc(&d, desc, 0);
	}
	EXPECT_EQUAL(flow_load32(FLOW_STATUS + 16), 0);
}
