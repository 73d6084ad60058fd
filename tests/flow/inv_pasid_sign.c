/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

#define HIGH(n) (~(BIT(47) - 1) + (n))

/*
 * VT-d 6.2.1, tables 18 and 19: pages of a first stage of 4 levels are tagged
 * with bits 47:12, so bits above do not count in an invalidation.
 */
FLOW_WITH(inv_pasid_sign, flow_scalable,
	  "P_IOTLB of negative addresses, whatever their upper bits")
{
	uint64_t named[] = { HIGH(IOVA), HIGH(IOVA) & (BIT(48) - 1), 0 };
	uint64_t am[] = { 0, 0, 36 };
	struct scalable_pasid space;
	struct driver d;

	driver_start_space(&d, &space, SCALABLE_FIRST);
	driver_tree_map(&d, &space.fs, HIGH(IOVA) & (BIT(48) - 1), PAGE_0,
			TABLES_PAGE_4K, TABLES_FS_USER);
	for (unsigned int i = 0; i < 3; i++) {
		uint64_t pa = i & 1 ? PAGE_0 : PAGE_1;

		EXPECT(flow_access(SID, FLOW_WRITE, HIGH(IOVA)));
		flow_store(driver_tree_slot(&d, &space.fs,
					    HIGH(IOVA) & (BIT(48) - 1), 1),
			   pa | TABLES_FS_USER);
		driver_inv_pasid_page(&d, DID, 0, named[i], am[i], true);
		EXPECT_READS(SID, HIGH(IOVA), pa);
	}
}
