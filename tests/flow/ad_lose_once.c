/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

FLOW_WITH(ad_lose_once, flow_scalable, "each locked update is lost once")
{
	struct scalable_pasid space;
	struct driver d;
	static const enum scalable_pgtt pgtt[] = { SCALABLE_FIRST,
						   SCALABLE_SECOND,
						   SCALABLE_NESTED };

	driver_start_space(&d, &space, SCALABLE_FIRST);
	for (size_t i = 0; i < 3; i++) {
		space = driver_space(&d, pgtt[i], (uint16_t)(DID_2 + i));
		space.flags |= SCALABLE_SSADE;
		if (space.fs.levels)
			driver_tree_map(&d, &space.fs, IOVA, GUEST_0,
					TABLES_PAGE_4K, TABLES_FS_USER);
		if (space.ss.levels)
			driver_tree_map(&d, &space.ss,
					space.fs.levels ? GUEST_0 : IOVA,
					PAGE_1, TABLES_PAGE_4K, TABLES_RW);
		driver_bind(&d, SID, 0, &space);
		driver_inv_all(&d);
		flow_target_mem_locks(FLOW_LOCKS_LOSE_ONCE);
		EXPECT_WRITES(SID, IOVA, space.ss.levels ? PAGE_1 : GUEST_0);
		EXPECT_READS(SID, IOVA, space.ss.levels ? PAGE_1 : GUEST_0);
		EXPECT_NO_FAULT();
	}
}
