/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

/* VT-d 6.5.2.11, IQEI 1: the tail lies beyond the queue. */
FLOW(queue_tail_range, "a tail outside the queue stops it")
{
	struct driver d;

	driver_start(&d);
	driver_drained(&d);
	flow_write32(VTD_IQT, 0x1000);
	EXPECT_QUEUE_ERROR(d.tail, IQEI_TAIL);
	flow_write32(VTD_FSTS, VTD_FSTS_IQE);
	EXPECT_QUEUE_ERROR(d.tail, IQEI_TAIL);
	driver_kick(&d);
	flow_write32(VTD_FSTS, VTD_FSTS_IQE);
	driver_sync(&d);
	EXPECT(!(flow_read32(VTD_FSTS) & VTD_FSTS_IQE));
}
