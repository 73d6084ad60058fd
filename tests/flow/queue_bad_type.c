/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

/* VT-d 6.5.2.11: IQEI 3; the type is bits 11:9 and 3:0. */
static bool known(unsigned int type)
{
	/* Context, IOTLB, wait; ECAP has neither DT nor IR (6.5.2). */
	return type == 1 || type == 2 || type == 5;
}

FLOW(queue_bad_type, "every unknown descriptor type stops the queue")
{
	struct driver d;

	driver_start(&d);
	for (unsigned int type = 0; type < 128; type++) {
		unsigned int at = d.tail;
		struct driver_desc desc = {
			.lo = (type & 0xf) | (uint64_t)(type >> 4) << 9 |
			      DESC_GLOBAL << 4,
		};

		if (known(type))
			continue;
		driver_queue(&d, desc);
		driver_kick(&d);
		EXPECT_QUEUE_ERROR(at, IQEI_TYPE);
		driver_replace(&d, driver_desc_wait(WAIT_SW, FLOW_STATUS + 8,
						    type));
		WAIT(flow_load32(FLOW_STATUS + 8) == type);
		driver_drained(&d);
	}
	EXPECT(!(flow_read32(VTD_FSTS) & VTD_FSTS_IQE));
}
