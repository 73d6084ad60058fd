/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

FLOW_WITH(qemu_g11_error_to_device, flow_scalable,
	  "G11: a blocked request is answered with an error")
{
	struct scalable_pasid space;
	struct driver d;
	uint64_t data = ~UINT64_C(0);
	struct flow_dma dma =
		flow_request(SID, FLOW_READ, IOVA + 0x1000, &data);

	driver_start_space(&d, &space, SCALABLE_FIRST);
	flow_store(PAGE_0, 0x1234);
	EXPECT(flow_dma(&dma) == FLOW_DMA_ERROR);
	EXPECT_FAULT(VTD_FAULT_SFS_2, SID, FLOW_READ, IOVA + 0x1000);
	EXPECT_EQUAL(data, 0);
	/* The one after it is as if nothing had been. */
	EXPECT_READS(SID, IOVA, PAGE_0);
}
