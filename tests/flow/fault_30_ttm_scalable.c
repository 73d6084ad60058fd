/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

FLOW_WITH(fault_30_ttm_scalable, flow_scalable,
	  "RTA.1: the mode that is reserved, with and without PASID")
{
	struct scalable_pasid space;
	struct driver d;

	driver_start_space(&d, &space, SCALABLE_FIRST);
	driver_bind(&d, SID, PASID, &space);
	EXPECT_READS(SID, IOVA, PAGE_0);
	flow_write64(VTD_RTADDR, d.tables.root | flow_put(VTD_RTADDR_TTM, 2));
	driver_gcmd(&d, VTD_GCMD_SRTP, 0);
	WAIT(flow_read32(VTD_GSTS) & VTD_GSTS_RTPS);
	EXPECT_BLOCKED(SID, FLOW_READ, IOVA, VTD_FAULT_RTA_1);
	flow_with_pasid(PASID);
	EXPECT_BLOCKED(SID, FLOW_WRITE, IOVA, VTD_FAULT_RTA_1);
	driver_queue(&d, driver_desc_pasid(PASID_GLOBAL, 0, 0));
	driver_kick(&d);
	EXPECT_QUEUE_ERROR(d.tail - 1, IQEI_TTM);
	driver_set_root(&d);
	flow_write32(VTD_FSTS, VTD_FSTS_IQE);
	driver_sync(&d);
	EXPECT_READS(SID, IOVA, PAGE_0);
}
