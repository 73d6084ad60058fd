/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

/* VT-d 6.5.2.11, IQEI 7: RTADDR.TTM is one this block does not have. */
FLOW(queue_ttm, "a table mode that does not exist stops the queue")
{
	struct driver d;

	for (unsigned int ttm = 1; ttm <= 3; ttm++) {
		driver_start(&d);
		driver_drained(&d);
		flow_write64(VTD_RTADDR,
			     d.tables.root | flow_put(VTD_RTADDR_TTM, ttm));
		driver_gcmd(&d, VTD_GCMD_SRTP, 0);
		WAIT(flow_read32(VTD_GSTS) & VTD_GSTS_RTPS);
		driver_queue(&d, driver_desc_iotlb(DESC_GLOBAL, 0, 0, 0, 0));
		driver_kick(&d);
		EXPECT_QUEUE_ERROR(d.tail - 1, IQEI_TTM);
		driver_set_root(&d);
		flow_write32(VTD_FSTS, VTD_FSTS_IQE);
		driver_sync(&d);
		driver_stop(&d);
	}
}
