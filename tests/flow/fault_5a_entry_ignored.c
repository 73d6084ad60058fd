/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

/*
 * VT-d 9.6: a field of a feature that is there, but not of this PGTT.
 */
FLOW_WITH(fault_5a_entry_ignored, flow_scalable,
	  "PASID entry fields that do not apply are ignored")
{
	struct scalable_pasid space;
	struct driver d;
	uint64_t slot;

	driver_start_space(&d, &space, SCALABLE_SECOND);
	slot = driver_pasid_slot(&d, SID, 0);
	/* Two that nobody uses; WPE, EAFE and FSPTPTR of a second stage. */
	flow_set(slot + 16, BIT(5) | BIT(6) | BIT(4) | BIT(7) | BIT(40));
	driver_inv_all(&d);
	EXPECT_READS(SID, IOVA, PAGE_0);
	EXPECT_WRITES(SID, IOVA, PAGE_0);

	/* AW, SSADE and SSPTPTR of a first stage. */
	space = driver_space(&d, SCALABLE_FIRST, DID_2);
	driver_tree_map(&d, &space.fs, IOVA, PAGE_1, TABLES_PAGE_4K,
			TABLES_FS_USER);
	driver_bind(&d, SID, 0, &space);
	flow_set(slot, 7 << 2 | BIT(9) | BIT(45));
	driver_inv_all(&d);
	EXPECT_READS(SID, IOVA, PAGE_1);
	EXPECT_WRITES(SID, IOVA, PAGE_1);
	EXPECT_NO_FAULT();
}
