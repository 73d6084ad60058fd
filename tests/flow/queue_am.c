/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

/*
 * VT-d 11.4.2, MAMV: the largest AM. Beyond it the queue's answer is not laid
 * down; this block stops the queue, as QEMU does.
 */
FLOW(queue_am, "a page range larger than CAP.MAMV stops the queue")
{
	struct driver d;
	unsigned int mamv =
		(unsigned int)flow_get(flow_read64(VTD_CAP), VTD_CAP_MAMV);
	unsigned int at;

	driver_start_mapped(&d);
	EXPECT_READS(SID, IOVA, PAGE_0);
	driver_inv_iotlb_page(&d, DID, IOVA, mamv, false);
	at = d.tail;
	driver_queue(&d, driver_desc_iotlb(DESC_FINE, DID, IOVA, mamv + 1, 0));
	driver_kick(&d);
	EXPECT_QUEUE_ERROR(at, 0);
	driver_replace(&d, driver_desc_iotlb(DESC_DOMAIN, DID, 0, 0, 0));
	driver_sync(&d);
	EXPECT_READS(SID, IOVA, PAGE_0);
}
