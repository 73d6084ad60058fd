/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

/* VT-d 6.5.2: descriptors are fetched whatever TES is. */
FLOW(queue_te_off, "the queue works with translation off")
{
	struct driver d;

	driver_init(&d);
	driver_set_root(&d);
	driver_enable_queue(&d, 0);
	driver_inv_all(&d);
	driver_inv_iotlb_page(&d, DID, IOVA, 0, false);
	EXPECT_READS(SID, IOVA, IOVA);
}
