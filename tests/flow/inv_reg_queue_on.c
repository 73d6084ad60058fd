/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

/*
 * VT-d 6.5.1: software must not use the registers while the queue is on. A
 * driver that does must still see its command end.
 */
FLOW(inv_reg_queue_on, "register commands end although the queue is on")
{
	struct driver d;

	driver_start_mapped(&d);
	flow_write64(VTD_CCMD, VTD_CCMD_ICC | flow_put(VTD_CCMD_CIRG, 1));
	WAIT(!(flow_read64(VTD_CCMD) & VTD_CCMD_ICC));
	flow_write64(VTD_IOTLB, VTD_IOTLB_IVT | flow_put(VTD_IOTLB_IIRG, 1));
	WAIT(!(flow_read64(VTD_IOTLB) & VTD_IOTLB_IVT));
	driver_inv_all(&d);
	EXPECT_READS(SID, IOVA, PAGE_0);
	EXPECT(!(flow_read32(VTD_FSTS) & VTD_FSTS_IQE));
}
