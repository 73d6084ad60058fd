/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

FLOW_WITH(queue_wide_wrap, flow_scalable,
	  "a ring of wide descriptors goes round")
{
	struct driver d;

	driver_start_scalable(&d);
	EXPECT_EQUAL(d.entries, 128);
	for (unsigned int i = 0; i < 300; i++)
		driver_sync(&d);
	driver_drained(&d);
	/* Bit 4 of IQT must be clear. */
	flow_write32(VTD_IQT, d.tail * 32 + 16);
	EXPECT_QUEUE_ERROR(d.tail, IQEI_ALIGNMENT);
}
