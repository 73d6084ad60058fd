/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

FLOW_WITH(inv_context_scalable, flow_scalable,
	  "a scalable context entry is changed")
{
	struct scalable_pasid space;
	struct driver d;

	driver_start_space(&d, &space, SCALABLE_SECOND);
	driver_bind(&d, SID, PASID, &space);
	EXPECT_READS(SID, IOVA, PAGE_0);
	flow_with_pasid(PASID);
	EXPECT_READS(SID, IOVA, PAGE_0);
	driver_attach_scalable(&d, SID);
	/* The DID is not looked at (VT-d 6.5.2.1). */
	driver_inv_context_device(&d, DID_2, SID, 0);
	driver_inv_pasid_domain(&d, DID);
	driver_inv_iotlb_domain(&d, DID);
	EXPECT_BLOCKED(SID, FLOW_READ, IOVA, VTD_FAULT_SPD_2);
	flow_without_pasid();
	EXPECT_BLOCKED(SID, FLOW_READ, IOVA, VTD_FAULT_SPD_2);
	space = driver_space(&d, SCALABLE_FIRST, DID_2);
	driver_tree_map(&d, &space.fs, IOVA, PAGE_1, TABLES_PAGE_4K,
			TABLES_FS_USER);
	driver_bind(&d, SID, 0, &space);
	EXPECT_READS(SID, IOVA, PAGE_1);
}
