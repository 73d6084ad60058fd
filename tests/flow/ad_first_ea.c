/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

FLOW_WITH(ad_first_ea, flow_scalable, "EA goes with A where EAFE says so")
{
	struct scalable_pasid space;
	struct driver d;

	driver_start_space(&d, &space, SCALABLE_FIRST);
	space.flags |= SCALABLE_EAFE;
	driver_bind(&d, SID, PASID, &space);
	flow_with_pasid(PASID);
	EXPECT_READS(SID, IOVA, PAGE_0);
	for (unsigned int level = 1; level <= 4; level++) {
		uint64_t e =
			flow_load(driver_tree_slot(&d, &space.fs, IOVA, level));

		EXPECT_EQUAL(e & 0xfff, TABLES_FS_USER | BIT(5) | BIT(10));
	}
	/* A was there before, EA was not. */
	flow_clear(driver_tree_slot(&d, &space.fs, IOVA, 1), BIT(10));
	flow_clear(driver_tree_slot(&d, &space.fs, IOVA, 4), BIT(10));
	driver_inv_all(&d);
	EXPECT_READS(SID, IOVA, PAGE_0);
	EXPECT(flow_load(driver_tree_slot(&d, &space.fs, IOVA, 1)) & BIT(10));
	EXPECT(flow_load(driver_tree_slot(&d, &space.fs, IOVA, 4)) & BIT(10));
}
