/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

/*
 * VT-d 3.7.1: with CAP.ZLR a page that may only be written will do.
 */
FLOW_WITH(map_zero_length_pasid, flow_scalable,
	  "zero-length reads, with and without PASID")
{
	struct scalable_pasid space;
	struct driver d;
	uint64_t slot;

	driver_start_space(&d, &space, SCALABLE_SECOND);
	driver_bind(&d, SID, PASID, &space);
	slot = driver_tree_slot(&d, &space.ss, IOVA, 1);
	flow_clear(slot, TABLES_R);
	for (unsigned int i = 0; i < 2; i++) {
		EXPECT(flow_access(SID, FLOW_ZLR, IOVA));
		EXPECT_BLOCKED(SID, FLOW_READ, IOVA, VTD_FAULT_SGN_7);
		EXPECT_BLOCKED(SID, FLOW_ZLR, IOVA + 0x1000, VTD_FAULT_SSS_2);
		flow_with_pasid(PASID);
	}
	space = driver_space(&d, SCALABLE_FIRST, DID_2);
	driver_tree_map(&d, &space.fs, IOVA, PAGE_0, TABLES_PAGE_4K,
			TABLES_FS_READ);
	driver_bind(&d, SID, PASID, &space);
	driver_inv_all(&d);
	EXPECT(flow_access(SID, FLOW_ZLR, IOVA));
	EXPECT_BLOCKED(SID, FLOW_ZLR, IOVA + 0x1000, VTD_FAULT_SFS_2);
}
