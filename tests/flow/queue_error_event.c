/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

/* VT-d 7.3: a queue error is a source of the fault event. */
FLOW(queue_error_event, "a queue error sends the fault event once")
{
	struct driver d;
	struct driver_desc bad = { .lo = 0 };
	unsigned int at;

	driver_start(&d);
	driver_event_messages();
	for (unsigned int i = 1; i <= 2; i++) {
		at = d.tail;
		driver_queue(&d, bad);
		driver_kick(&d);
		EXPECT_QUEUE_ERROR(at, IQEI_TYPE);
		EXPECT_MESSAGES(i, FAULT_MESSAGE_ADDR, FAULT_MESSAGE_DATA);
		driver_replace(&d, driver_desc_iotlb(DESC_GLOBAL, 0, 0, 0, 0));
		driver_sync(&d);
		EXPECT(!(flow_read32(VTD_FSTS) & VTD_FSTS_IQE));
	}
}
