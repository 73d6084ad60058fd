/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

/*
 * VT-d 6.5.2.1, 6.5.2.3: granularity 00 is reserved. Which of IQEI 3 and 4 it
 * is the specification does not say.
 */
FLOW(queue_granularity, "descriptors of granularity 0 stop the queue")
{
	struct driver d;
	unsigned int at;

	driver_start(&d);
	for (unsigned int type = 1; type <= 2; type++) {
		struct driver_desc desc = { .lo = type };

		at = d.tail;
		driver_queue(&d, desc);
		driver_kick(&d);
		EXPECT_QUEUE_ERROR(at, 0);
		driver_replace(&d, driver_desc_iotlb(DESC_GLOBAL, 0, 0, 0, 0));
		driver_sync(&d);
	}
}
