/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

/* VT-d 4.2.1: with TES = 0 a PASID is ignored. */
FLOW(boot_pasid, "before translation is enabled a PASID is ignored")
{
	uint64_t seen = 0;
	struct flow_dma dma = flow_request(SID, FLOW_READ, PAGE_0, &seen);

	flow_store(PAGE_0, 77);
	dma.pasid_valid = true;
	dma.pasid = 0x12345;
	EXPECT(flow_dma(&dma) == FLOW_DMA_OK);
	EXPECT_EQUAL(seen, 77);
	EXPECT_NO_FAULT();
}
