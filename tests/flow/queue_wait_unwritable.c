/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

/* VT-d leaves a wait that cannot write its status open; it must not hang. */
FLOW(queue_wait_unwritable,
     "a wait whose status cannot be written does not hang")
{
	struct driver d;

	driver_start_mapped(&d);
	flow_target_mem_fail(FLOW_STATUS + 0x1000, 0x1000, true);
	driver_queue(&d, driver_desc_wait(WAIT_SW, FLOW_STATUS + 0x1000, 1));
	driver_sync(&d);
	EXPECT_EQUAL(flow_load32(FLOW_STATUS + 0x1000), 0);
	EXPECT_READS(SID, IOVA, PAGE_0);
}
