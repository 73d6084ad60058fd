/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

/* VT-d 11.4.6.1, 11.4.6.3: granularity 00 is reserved; 00 back is refusal. */
FLOW(inv_reg_reserved, "commands of granularity 0 are refused visibly")
{
	flow_write64(VTD_CCMD, VTD_CCMD_ICC);
	WAIT(!(flow_read64(VTD_CCMD) & VTD_CCMD_ICC));
	EXPECT_EQUAL(flow_get(flow_read64(VTD_CCMD), VTD_CCMD_CAIG), 0);

	flow_write64(VTD_IOTLB, VTD_IOTLB_IVT);
	WAIT(!(flow_read64(VTD_IOTLB) & VTD_IOTLB_IVT));
	EXPECT_EQUAL(flow_get(flow_read64(VTD_IOTLB), VTD_IOTLB_IAIG), 0);
}
