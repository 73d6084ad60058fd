/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

/* VT-d 6.5.2.11, IQEI 2: the descriptor cannot be read. */
FLOW(queue_fetch,
     "an unreadable descriptor stops the queue until it can be read")
{
	struct driver d;
	unsigned int at;

	driver_start(&d);
	driver_drained(&d);
	at = d.tail;
	flow_target_mem_fail(d.queue, 0x1000, true);
	driver_queue(&d, driver_desc_wait(WAIT_SW, FLOW_STATUS + 8, 7));
	driver_kick(&d);
	EXPECT_QUEUE_ERROR(at, IQEI_FETCH);
	flow_target_mem_fail(d.queue, 0x1000, false);
	EXPECT_EQUAL(flow_load32(FLOW_STATUS + 8), 0);
	flow_write32(VTD_FSTS, VTD_FSTS_IQE);
	WAIT(flow_load32(FLOW_STATUS + 8) == 7);
}
