/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

/*
 * VT-d 11.4.9.9: IQEI 5.
 */
FLOW_WITH(queue_narrow_scalable, flow_scalable,
	  "in scalable mode the queue needs wide descriptors")
{
	struct scalable_pasid space;
	struct driver d;

	driver_start_space(&d, &space, SCALABLE_SECOND);
	driver_disable_queue(&d);
	d.width = 16;
	driver_enable_queue(&d, 0);
	driver_queue(&d, driver_desc_iotlb(DESC_GLOBAL, 0, 0, 0, false));
	driver_kick(&d);
	EXPECT_QUEUE_ERROR(0, IQEI_WIDTH);
	driver_gcmd(&d, 0, VTD_GCMD_QIE);
	WAIT(!(flow_read32(VTD_GSTS) & VTD_GSTS_QIES));
	flow_write32(VTD_FSTS, VTD_FSTS_IQE);
	d.width = 32;
	driver_enable_queue(&d, 0);
	driver_inv_all(&d);
	EXPECT_READS(SID, IOVA, PAGE_0);
}
