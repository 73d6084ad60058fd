/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

/* VT-d 6.5.2.9: SW = 1 writes one doubleword, and nothing beside it. */
FLOW(queue_wait_status, "a wait writes its status doubleword")
{
	struct driver d;

	driver_start(&d);
	flow_store(FLOW_STATUS, UINT64_MAX);
	flow_store(FLOW_STATUS + 8, UINT64_MAX);
	driver_queue(&d,
		     driver_desc_wait(WAIT_SW, FLOW_STATUS + 4, 0x12345678));
	driver_queue(&d, driver_desc_wait(WAIT_SW, FLOW_STATUS + 8, 0));
	driver_kick(&d);
	driver_drained(&d);
	WAIT(flow_load32(FLOW_STATUS + 8) == 0);
	EXPECT_EQUAL(flow_load(FLOW_STATUS), UINT64_C(0x12345678ffffffff));
	EXPECT_EQUAL(flow_load(FLOW_STATUS + 8), UINT64_C(0xffffffff00000000));
}
