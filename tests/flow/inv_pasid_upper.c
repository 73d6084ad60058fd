/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

FLOW_WITH(inv_pasid_upper, flow_scalable,
	  "P_IOTLB after an upper first-stage entry changed")
{
	struct scalable_pasid space;
	struct driver d;
	struct tables_tree other;
	uint64_t slot;

	driver_start_space(&d, &space, SCALABLE_FIRST);
	driver_tree_map(&d, &space.fs, IOVA + 0x1000, PAGE_0, TABLES_PAGE_4K,
			TABLES_FS_USER);
	EXPECT_READS(SID, IOVA, PAGE_0);
	EXPECT(!tables_tree_new(&d.tables, true, 4, &other));
	driver_tree_map(&d, &other, IOVA, PAGE_1, TABLES_PAGE_4K,
			TABLES_FS_USER);
	slot = driver_tree_slot(&d, &space.fs, IOVA, 2);
	flow_store(slot, flow_load(driver_tree_slot(&d, &other, IOVA, 2)));
	driver_inv_pasid_page(&d, DID, 0, IOVA, 9, false);
	EXPECT_READS(SID, IOVA, PAGE_1);
	EXPECT_BLOCKED(SID, FLOW_READ, IOVA + 0x1000, VTD_FAULT_SFS_2);
	/* And once more by the whole PASID. */
	flow_clear(driver_tree_slot(&d, &space.fs, IOVA, 4), BIT(0));
	driver_inv_pasid_iotlb(&d, DID, 0);
	EXPECT_BLOCKED(SID, FLOW_READ, IOVA, VTD_FAULT_SFS_2);
}
