/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

/*
 * VT-d 6.5.2.11: after an error nothing is fetched until IQE is cleared, tail
 * writes meanwhile start nothing; then the same entry is fetched again.
 */
FLOW(queue_resume, "a stopped queue goes on with the entry it stopped at")
{
	struct driver d;
	struct driver_desc bad = { .lo = 0 };
	unsigned int at;

	driver_start(&d);
	driver_queue(&d, driver_desc_wait(WAIT_SW, FLOW_STATUS + 8, 1));
	at = d.tail;
	driver_queue(&d, bad);
	driver_queue(&d, driver_desc_wait(WAIT_SW, FLOW_STATUS + 16, 2));
	driver_kick(&d);
	EXPECT_QUEUE_ERROR(at, IQEI_TYPE);
	WAIT(flow_load32(FLOW_STATUS + 8) == 1);

	flow_write32(VTD_FSTS, VTD_FSTS_IQE);
	EXPECT_QUEUE_ERROR(at, IQEI_TYPE);
	EXPECT_EQUAL(flow_load(FLOW_STATUS + 16), 0);

	/* The entry is good now, but IQE still set. */
	flow_store(d.queue + at * 16, driver_desc_wait(WAIT_FN, 0, 0).lo);
	driver_queue(&d, driver_desc_wait(WAIT_SW, FLOW_STATUS + 24, 3));
	driver_kick(&d);
	flow_settle();
	EXPECT_EQUAL(flow_load(FLOW_STATUS + 16), 0);
	EXPECT_EQUAL(flow_load(FLOW_STATUS + 24), 0);
	EXPECT_EQUAL(flow_read64(VTD_IQH), at * 16);

	driver_replace(&d, driver_desc_wait(WAIT_SW, FLOW_STATUS + 8, 4));
	WAIT(flow_load32(FLOW_STATUS + 24) == 3);
	EXPECT_EQUAL(flow_load32(FLOW_STATUS + 8), 4);
	EXPECT_EQUAL(flow_load32(FLOW_STATUS + 16), 2);
	driver_drained(&d);
}
