/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

/* VT-d 11.4.6.4: AM above MAMV is answered with IAIG = 00. */
FLOW(inv_reg_am, "a page range larger than CAP.MAMV is refused by IAIG = 0")
{
	uint64_t command = VTD_IOTLB_IVT | flow_put(VTD_IOTLB_IIRG, DESC_FINE) |
			   flow_put(VTD_IOTLB_DID, DID);
	unsigned int mamv =
		(unsigned int)flow_get(flow_read64(VTD_CAP), VTD_CAP_MAMV);

	flow_write64(VTD_IVA, mamv);
	flow_write64(VTD_IOTLB, command);
	WAIT(!(flow_read64(VTD_IOTLB) & VTD_IOTLB_IVT));
	EXPECT(flow_get(flow_read64(VTD_IOTLB), VTD_IOTLB_IAIG));

	flow_write64(VTD_IVA, mamv + 1);
	flow_write64(VTD_IOTLB, command);
	WAIT(!(flow_read64(VTD_IOTLB) & VTD_IOTLB_IVT));
	EXPECT_EQUAL(flow_get(flow_read64(VTD_IOTLB), VTD_IOTLB_IAIG), 0);
}
