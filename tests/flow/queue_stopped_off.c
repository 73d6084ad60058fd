/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

/* A queue that stopped on an error can be switched off and set up anew. */
FLOW(queue_stopped_off, "a stopped queue can be switched off and on again")
{
	struct driver d;
	struct driver_desc bad = { .lo = 0 };

	driver_start_mapped(&d);
	driver_queue(&d, bad);
	driver_kick(&d);
	EXPECT_QUEUE_ERROR(d.tail - 1, IQEI_TYPE);
	EXPECT_READS(SID, IOVA, PAGE_0);
	driver_gcmd(&d, 0, VTD_GCMD_QIE);
	WAIT(!(flow_read32(VTD_GSTS) & VTD_GSTS_QIES));
	EXPECT_EQUAL(flow_read64(VTD_IQH), 0);
	flow_write32(VTD_FSTS, VTD_FSTS_IQE);
	driver_enable_queue(&d, 0);
	driver_inv_all(&d);
	EXPECT_READS(SID, IOVA, PAGE_0);
}
