/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

/* VT-d 6.5.2: one entry stays free, so 255 of 256 can be queued at once. */
FLOW(queue_full, "a full queue is worked off")
{
	struct driver d;

	driver_init(&d);
	driver_set_root(&d);
	driver_enable_queue(&d, 0);
	for (unsigned int turn = 0; turn < 2; turn++) {
		for (unsigned int i = 0; i < 254; i++)
			driver_queue(&d, driver_desc_iotlb(DESC_DOMAIN, DID, 0,
							   0, 0));
		driver_sync(&d);
		driver_drained(&d);
	}
}
