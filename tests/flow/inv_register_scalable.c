/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

/*
 * VT-d 11.4.5.1, 11.4.8.1: CAIG and IAIG tell so.
 */
FLOW_WITH(inv_register_scalable, flow_scalable,
	  "in scalable mode registers refuse to invalidate")
{
	struct scalable_pasid space;
	struct driver d;

	driver_start_space(&d, &space, SCALABLE_SECOND);
	driver_disable_queue(&d);
	flow_write64(VTD_CCMD, VTD_CCMD_ICC | flow_put(VTD_CCMD_CIRG, 1));
	WAIT(!(flow_read64(VTD_CCMD) & VTD_CCMD_ICC));
	EXPECT_EQUAL(flow_get(flow_read64(VTD_CCMD), VTD_CCMD_CAIG), 0);
	flow_write64(VTD_IOTLB, VTD_IOTLB_IVT | flow_put(VTD_IOTLB_IIRG, 1));
	WAIT(!(flow_read64(VTD_IOTLB) & VTD_IOTLB_IVT));
	EXPECT_EQUAL(flow_get(flow_read64(VTD_IOTLB), VTD_IOTLB_IAIG), 0);
}
