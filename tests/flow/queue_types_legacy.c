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

FLOW_WITH(queue_types_legacy, flow_scalable,
	  "types of scalable mode do not exist in legacy mode")
{
	struct driver d;

	driver_init_scalable(&d);
	d.scalable = false;
	driver_set_root(&d);
	driver_enable_queue(&d, 0);
	driver_queue(&d, driver_desc_iec(false, 0, 0));
	driver_sync(&d);
	try_desc(&d, driver_desc_pasid(PASID_GLOBAL, 0, 0), IQEI_TYPE);
	try_desc(&d,
		 driver_desc_pasid_iotlb(PASID_IOTLB_ALL, DID, PASID, 0, 0,
					 false),
		 IQEI_TYPE);
}
