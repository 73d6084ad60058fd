/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

/* VT-d 6.5.2: with QIES = 1 and head != tail there is something to fetch. */
FLOW(queue_tail_first, "a tail written before QIE is worked off with QIE")
{
	struct driver d;

	driver_init(&d);
	d.entries = 256;
	driver_queue(&d, driver_desc_iotlb(DESC_GLOBAL, 0, 0, 0, 0));
	driver_queue(&d, driver_desc_wait(WAIT_SW, FLOW_STATUS, 99));
	driver_kick(&d);
	flow_write64(VTD_IQA, d.queue);
	flow_settle();
	EXPECT_EQUAL(flow_load32(FLOW_STATUS), 0);
	EXPECT_EQUAL(flow_read64(VTD_IQH), 0);
	driver_gcmd(&d, VTD_GCMD_QIE, 0);
	WAIT(flow_load32(FLOW_STATUS) == 99);
	driver_drained(&d);
}
