/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

/*
 * With TES = 0 translated requests are answered with Unsupported Request and
 * not logged (VT-d 4.2.1); addresses no memory has never leave the block.
 */
FLOW(boot_refuse, "pass-through lets no translated request out, nor beyond HAW")
{
	uint64_t data = 1;
	struct flow_dma dma = flow_request(SID, FLOW_READ, PAGE_0, &data);

	dma.translated = true;
	EXPECT(flow_dma(&dma) == FLOW_DMA_ERROR);
	EXPECT_EQUAL(data, 0);
	EXPECT_REFUSED(SID, FLOW_READ, UINT64_C(1) << flow_haw());
	EXPECT_REFUSED(SID, FLOW_WRITE, UINT64_MAX & ~UINT64_C(0xfff));
	EXPECT_NO_FAULT();
}
