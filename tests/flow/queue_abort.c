/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

/*
 * VT-d 6.5.2: in abort mode descriptors are 256 bits wide; narrow ones stop the
 * queue with IQEI 5 (11.4.9.9).
 */
FLOW_WITH(queue_abort, flow_wide,
	  "in abort mode the queue needs wide descriptors")
{
	struct driver d;

	driver_start_mapped(&d);
	driver_drained(&d);
	flow_write64(VTD_RTADDR, d.tables.root | flow_put(VTD_RTADDR_TTM, 3));
	driver_gcmd(&d, VTD_GCMD_SRTP, 0);
	WAIT(flow_read32(VTD_GSTS) & VTD_GSTS_RTPS);
	driver_queue(&d, driver_desc_wait(WAIT_SW, FLOW_STATUS + 8, 1));
	driver_kick(&d);
	EXPECT_QUEUE_ERROR(d.tail - 1, IQEI_WIDTH);
	EXPECT_EQUAL(flow_load32(FLOW_STATUS + 8), 0);

	driver_gcmd(&d, 0, VTD_GCMD_QIE);
	WAIT(!(flow_read32(VTD_GSTS) & VTD_GSTS_QIES));
	flow_write32(VTD_FSTS, VTD_FSTS_IQE);
	flow_write32(VTD_IQT, 0);
	flow_write64(VTD_IQA, FLOW_QUEUE + 0x10000 + VTD_IQA_DW);
	driver_gcmd(&d, VTD_GCMD_QIE, 0);
	WAIT(flow_read32(VTD_GSTS) & VTD_GSTS_QIES);
	flow_store(FLOW_QUEUE + 0x10000, driver_desc_wait(WAIT_SW, 0, 2).lo);
	flow_store(FLOW_QUEUE + 0x10008, FLOW_STATUS + 8);
	flow_write32(VTD_IQT, 32);
	WAIT(flow_load32(FLOW_STATUS + 8) == 2);
}
