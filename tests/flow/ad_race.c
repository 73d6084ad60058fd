/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

/*
 * VT-d 3.6.3: the update is atomic; the entry is judged as it is then.
 */
FLOW_WITH(ad_race, flow_scalable,
	  "the host changes an entry while A is being set")
{
	struct scalable_pasid space;
	struct driver d;
	uint64_t leaf;

	driver_start_space(&d, &space, SCALABLE_FIRST);
	leaf = driver_tree_slot(&d, &space.fs, IOVA, 1);
	/* Another page, and a bit of software's own. */
	flow_target_mem_race(leaf, PAGE_1 | TABLES_FS_USER | BIT(9));
	EXPECT_WRITES(SID, IOVA, PAGE_1);
	EXPECT_EQUAL(flow_load(leaf),
		     PAGE_1 | TABLES_FS_USER | BIT(9) | BIT(5) | BIT(6));
	EXPECT_EQUAL(flow_load(PAGE_0), 0);

	/* The page is taken away: neither it nor its entry may be written. */
	flow_store(leaf, PAGE_0 | TABLES_FS_USER);
	driver_inv_pasid_page(&d, DID, 0, IOVA, 0, true);
	flow_target_mem_race(leaf, 0);
	EXPECT_BLOCKED(SID, FLOW_WRITE, IOVA, VTD_FAULT_SFS_2);
	EXPECT_EQUAL(flow_load(leaf), 0);
	EXPECT_EQUAL(flow_load(PAGE_0), 0);
}
