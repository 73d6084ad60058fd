/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

/* VT-d 11.4.6.1, 11.4.6.3: ICC and IVT start a command, nothing else does. */
FLOW(reg_commands_idle, "CCMD and IOTLB without their start bit only store")
{
	flow_write64(VTD_CCMD, ~VTD_CCMD_ICC);
	flow_write64(VTD_IOTLB, ~VTD_IOTLB_IVT);
	flow_settle();
	EXPECT_EQUAL(flow_read64(VTD_CCMD) & VTD_CCMD_ICC, 0);
	EXPECT_EQUAL(flow_get(flow_read64(VTD_CCMD), VTD_CCMD_CAIG), 0);
	EXPECT_EQUAL(flow_get(flow_read64(VTD_CCMD), VTD_CCMD_CIRG), 3);
	EXPECT_EQUAL(flow_get(flow_read64(VTD_CCMD), VTD_CCMD_DID), 0xffff);
	EXPECT_EQUAL(flow_read64(VTD_IOTLB) & VTD_IOTLB_IVT, 0);
	EXPECT_EQUAL(flow_get(flow_read64(VTD_IOTLB), VTD_IOTLB_IAIG), 0);
	EXPECT_EQUAL(flow_get(flow_read64(VTD_IOTLB), VTD_IOTLB_IIRG), 3);
	EXPECT_EQUAL(flow_get(flow_read64(VTD_IOTLB), VTD_IOTLB_DID), 0xffff);
}
