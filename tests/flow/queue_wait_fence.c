/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

/* VT-d 6.5.2.9, FN: what follows starts only when the wait is complete. */
FLOW(queue_wait_fence, "waits with a fence complete in order")
{
	struct driver d;

	driver_start(&d);
	for (uint32_t i = 1; i <= 6; i++) {
		driver_queue(&d, driver_desc_iotlb(DESC_GLOBAL, 0, 0, 0, 0));
		driver_queue(&d, driver_desc_wait(WAIT_SW | WAIT_FN,
						  FLOW_STATUS + i * 8, i));
	}
	driver_kick(&d);
	WAIT(flow_load32(FLOW_STATUS + 6 * 8) == 6);
	for (uint32_t i = 1; i <= 6; i++)
		EXPECT_EQUAL(flow_load32(FLOW_STATUS + i * 8), i);
	driver_drained(&d);
}
