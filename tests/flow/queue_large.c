/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

/* VT-d 11.4.9.3, QS: the queue has 2^QS pages. */
FLOW(queue_large, "a queue of several pages works beyond its first page")
{
	struct driver d;
	uint32_t status = 0;

	driver_init(&d);
	driver_set_root(&d);
	driver_enable_queue(&d, 2);
	for (unsigned int turn = 0; turn < 6; turn++) {
		for (unsigned int i = 0; i < 200; i++)
			driver_queue(&d, driver_desc_wait(WAIT_SW, FLOW_STATUS,
							  ++status));
		driver_kick(&d);
		WAIT(flow_load32(FLOW_STATUS) == status);
		driver_drained(&d);
	}
}
