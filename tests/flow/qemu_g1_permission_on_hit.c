/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

FLOW_WITH(qemu_g1_permission_on_hit, flow_scalable,
	  "G1: a write through a cached read-only page is a fault")
{
	struct scalable_pasid space;
	struct driver d;

	driver_start_space(&d, &space, SCALABLE_SECOND);
	flow_clear(driver_tree_slot(&d, &space.ss, IOVA, 1), TABLES_W);
	for (unsigned int i = 0; i < 2; i++) {
		EXPECT_READS(SID, IOVA, PAGE_0);
		EXPECT_BLOCKED(SID, FLOW_WRITE, IOVA, VTD_FAULT_SGN_6);
	}
	space = driver_space(&d, SCALABLE_FIRST, DID_2);
	driver_tree_map(&d, &space.fs, IOVA, PAGE_1, TABLES_PAGE_4K,
			TABLES_FS_READ);
	driver_bind(&d, SID, 0, &space);
	driver_inv_all(&d);
	for (unsigned int i = 0; i < 2; i++) {
		EXPECT_READS(SID, IOVA, PAGE_1);
		EXPECT_BLOCKED(SID, FLOW_WRITE, IOVA, VTD_FAULT_SGN_6);
	}
}
