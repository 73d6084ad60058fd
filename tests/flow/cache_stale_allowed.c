/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

/*
 * VT-d 6.2.4: until an invalidation a device may see the old or the new page,
 * never a third one; afterwards only the new one.
 */
FLOW(cache_stale_allowed, "before an invalidation only old or new is seen")
{
	struct driver d;

	driver_start_mapped(&d);
	EXPECT_READS(SID, IOVA, PAGE_0);
	flow_store(PAGE_0, 1);
	flow_store(PAGE_1, 2);
	driver_map(&d, SID, IOVA, PAGE_1, TABLES_PAGE_4K, TABLES_RW);
	for (unsigned int i = 0; i < 4; i++) {
		uint64_t seen = 0;
		struct flow_dma dma = flow_request(SID, FLOW_READ, IOVA, &seen);

		EXPECT(flow_dma(&dma) == FLOW_DMA_OK);
		EXPECT(seen == 1 || seen == 2);
	}
	driver_inv_iotlb_page(&d, DID, IOVA, 0, true);
	EXPECT_READS(SID, IOVA, PAGE_1);
}
