/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

/*
 * VT-d 6.1, with CM = 1.
 */
FLOW_WITH(inv_caching_scalable, flow_scalable_caching,
	  "caching mode: every change but the first stage's")
{
	struct scalable_pasid space;
	struct driver d;

	driver_start_space(&d, &space, SCALABLE_FIRST);
	EXPECT_BLOCKED(SID, FLOW_READ, IOVA + 0x1000, VTD_FAULT_SFS_2);
	/* First-stage results are never cached when they are not there. */
	driver_tree_map(&d, &space.fs, IOVA + 0x1000, PAGE_1, TABLES_PAGE_4K,
			TABLES_FS_USER);
	EXPECT_READS(SID, IOVA + 0x1000, PAGE_1);
	flow_with_pasid(PASID_2);
	EXPECT_BLOCKED(SID, FLOW_READ, IOVA, VTD_FAULT_SPD_2);
	space = driver_space(&d, SCALABLE_SECOND, DID_2);
	driver_bind(&d, SID, PASID_2, &space);
	driver_inv_pasid_one(&d, DID_2, PASID_2);
	driver_inv_iotlb_domain(&d, DID_2);
	EXPECT_BLOCKED(SID, FLOW_READ, IOVA, VTD_FAULT_SSS_2);
	driver_tree_map(&d, &space.ss, IOVA, PAGE_1, TABLES_PAGE_4K, TABLES_RW);
	driver_inv_iotlb_page(&d, DID_2, IOVA, 0, false);
	EXPECT_READS(SID, IOVA, PAGE_1);
}
