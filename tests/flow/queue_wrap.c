/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

/* VT-d 6.5.2: head and tail wrap at the size of the queue. */
FLOW(queue_wrap, "the queue wraps and loses nothing")
{
	struct driver d;
	uint32_t status = 0;

	driver_start(&d);
	for (unsigned int turn = 0; turn < 12; turn++) {
		for (unsigned int i = 0; i < 50; i++)
			driver_queue(&d, driver_desc_wait(WAIT_SW, FLOW_STATUS,
							  ++status));
		driver_kick(&d);
		WAIT(flow_load32(FLOW_STATUS) == status);
		driver_drained(&d);
	}
}
