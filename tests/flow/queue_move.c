/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

/* VT-d 11.4.9.3: IQA may be changed while the queue is empty. */
FLOW(queue_move, "an empty queue can be moved while it is on")
{
	struct driver d;

	driver_start(&d);
	driver_sync(&d);
	driver_drained(&d);
	d.queue += 0x40000;
	flow_write64(VTD_IQA, d.queue);
	driver_sync(&d);
	driver_inv_all(&d);
	driver_drained(&d);
	EXPECT(!(flow_read32(VTD_FSTS) & VTD_FSTS_IQE));
}
