/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

/* VT-d 11.2: with doublewords the high half, written last, is the trigger. */
FLOW(inv_reg_halves, "commands start with the high half, written last")
{
	flow_write32(VTD_CCMD, (uint32_t)flow_put(VTD_CCMD_SID, SID) | DID);
	flow_settle();
	EXPECT_EQUAL(flow_get(flow_read64(VTD_CCMD), VTD_CCMD_CAIG), 0);
	flow_write32(VTD_CCMD + 4, 0x80000000 | DESC_FINE << 29);
	WAIT(!(flow_read32(VTD_CCMD + 4) & 0x80000000));
	EXPECT(flow_get(flow_read64(VTD_CCMD), VTD_CCMD_CAIG));

	flow_write32(VTD_IVA, (uint32_t)IOVA);
	flow_write32(VTD_IVA + 4, 0);
	flow_write32(VTD_IOTLB, 0);
	flow_write32(VTD_IOTLB + 4, 0x80000000 | DESC_FINE << 28 | DID);
	WAIT(!(flow_read32(VTD_IOTLB + 4) & 0x80000000));
	EXPECT(flow_get(flow_read64(VTD_IOTLB), VTD_IOTLB_IAIG));
}
