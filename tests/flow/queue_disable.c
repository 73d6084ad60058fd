/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

/* VT-d 11.4.9.1: IQH is 0 whenever QIES is 0; the queue can be set up anew. */
FLOW(queue_disable, "switching the queue off resets its head")
{
	struct driver d;

	driver_start(&d);
	driver_sync(&d);
	EXPECT(flow_read64(VTD_IQH));
	driver_disable_queue(&d);
	EXPECT_EQUAL(flow_read64(VTD_IQH), 0);
	d.queue += 0x10000;
	driver_enable_queue(&d, 1);
	driver_sync(&d);
	EXPECT_EQUAL(flow_read64(VTD_IQH), 0x10);
}
