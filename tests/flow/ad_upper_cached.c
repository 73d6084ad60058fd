/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

/*
 * VT-d 3.6.3: software that clears A invalidates with IH = 0.
 */
FLOW_WITH(ad_upper_cached, flow_scalable,
	  "A of upper entries after they were cached")
{
	struct scalable_pasid space;
	struct driver d;
	uint64_t slot;

	driver_start_space(&d, &space, SCALABLE_FIRST);
	driver_tree_map(&d, &space.fs, IOVA + 0x1000, PAGE_1, TABLES_PAGE_4K,
			TABLES_FS_USER);
	EXPECT_READS(SID, IOVA, PAGE_0);
	slot = driver_tree_slot(&d, &space.fs, IOVA, 2);
	flow_clear(slot, BIT(5));
	driver_inv_pasid_page(&d, DID, 0, IOVA, 9, false);
	EXPECT_READS(SID, IOVA + 0x1000, PAGE_1);
	EXPECT(flow_load(slot) & BIT(5));
}
