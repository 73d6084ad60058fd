/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

FLOW_WITH(ad_nested, flow_scalable, "A and D in both stages")
{
	struct scalable_pasid space;
	struct driver d;
	uint64_t leaf, page;

	driver_start_space(&d, &space, SCALABLE_NESTED);
	space.flags |= SCALABLE_SSADE;
	driver_bind(&d, SID, 0, &space);
	leaf = driver_tree_slot(&d, &space.fs, IOVA, 1);
	page = driver_tree_slot(&d, &space.ss, GUEST_0, 1);
	driver_inv_all(&d);
	EXPECT_READS(SID, IOVA, PAGE_0);
	EXPECT_EQUAL(flow_load(leaf), GUEST_0 | TABLES_FS_USER | BIT(5));
	EXPECT_EQUAL(flow_load(page), PAGE_0 | TABLES_RW | BIT(8));
	/* The page that first-stage tables lie in was written to. */
	EXPECT(flow_load(driver_tree_slot(&d, &space.ss, leaf + FLOW_BIAS, 2)) &
	       BIT(8));
	EXPECT_WRITES(SID, IOVA, PAGE_0);
	EXPECT_EQUAL(flow_load(leaf),
		     GUEST_0 | TABLES_FS_USER | BIT(5) | BIT(6));
	EXPECT_EQUAL(flow_load(page), PAGE_0 | TABLES_RW | BIT(8) | BIT(9));
}
