/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

FLOW_WITH(ad_race_upper, flow_scalable,
	  "the host changes an upper entry while A is being set")
{
	struct scalable_pasid space;
	struct driver d;
	struct tables_tree other;
	uint64_t slot, table;

	driver_start_space(&d, &space, SCALABLE_SECOND);
	space.flags |= SCALABLE_SSADE;
	driver_bind(&d, SID, 0, &space);
	driver_inv_all(&d);
	EXPECT(!tables_tree_new(&d.tables, false, 4, &other));
	driver_tree_map(&d, &other, IOVA, PAGE_1, TABLES_PAGE_4K, TABLES_RW);
	slot = driver_tree_slot(&d, &space.ss, IOVA, 3);
	table = flow_load(driver_tree_slot(&d, &other, IOVA, 3));
	flow_target_mem_race(slot, table);
	EXPECT_READS(SID, IOVA, PAGE_1);
	EXPECT_EQUAL(flow_load(slot), table | BIT(8));
}
