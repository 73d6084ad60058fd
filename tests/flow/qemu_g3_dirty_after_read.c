/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

FLOW_WITH(qemu_g3_dirty_after_read, flow_scalable,
	  "G3: D is set though A is, cached or not")
{
	struct scalable_pasid space;
	struct driver d;
	uint64_t leaf;

	driver_start_space(&d, &space, SCALABLE_FIRST);
	leaf = driver_tree_slot(&d, &space.fs, IOVA, 1);
	EXPECT_READS(SID, IOVA, PAGE_0);
	EXPECT_EQUAL(flow_load(leaf) & (BIT(5) | BIT(6)), BIT(5));
	EXPECT_WRITES(SID, IOVA, PAGE_0);
	EXPECT_EQUAL(flow_load(leaf) & (BIT(5) | BIT(6)), BIT(5) | BIT(6));
	/* A was set by somebody else. */
	flow_clear(leaf, BIT(6));
	driver_inv_all(&d);
	EXPECT_WRITES(SID, IOVA, PAGE_0);
	EXPECT_EQUAL(flow_load(leaf) & (BIT(5) | BIT(6)), BIT(5) | BIT(6));
	/* And D on a page that may not be written is never set. */
	flow_store(leaf, PAGE_0 | TABLES_FS_READ | BIT(5));
	driver_inv_all(&d);
	EXPECT_READS(SID, IOVA, PAGE_0);
	EXPECT_BLOCKED(SID, FLOW_WRITE, IOVA, VTD_FAULT_SGN_6);
	EXPECT_EQUAL(flow_load(leaf) & (BIT(5) | BIT(6)), BIT(5));
}
