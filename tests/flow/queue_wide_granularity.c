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
 * VT-d 6.5.2: an error; which of two codes is not said.
 */
FLOW_WITH(queue_wide_granularity, flow_scalable,
	  "granularities that do not exist")
{
	struct driver d;

	driver_start_scalable(&d);
	try_desc(&d, driver_desc_pasid_iotlb(0, DID, PASID, 0, 0, false), 0);
	try_desc(&d, driver_desc_pasid_iotlb(1, DID, PASID, 0, 0, false), 0);
	try_desc(&d, driver_desc_pasid(2, DID, PASID), 0);
	try_desc(&d, driver_desc_iotlb(0, DID, 0, 0, false), 0);
	try_desc(&d, driver_desc_context(0, DID, 0, 0), 0);
	/* More index bits masked than MHMV allows. */
	try_desc(&d, driver_desc_iec(true, 0, 16), 0);
}
