/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

FLOW_WITH(map_rid_pasid, flow_scalable,
	  "RID_PASID stands for requests without PASID")
{
	struct scalable_pasid space;
	struct driver d;
	struct scalable_pasid other;

	driver_start_space(&d, &space, SCALABLE_FIRST);
	other = driver_space(&d, SCALABLE_SECOND, DID_2);
	driver_tree_map(&d, &other.ss, IOVA, PAGE_1, TABLES_PAGE_4K, TABLES_RW);
	driver_bind(&d, SID, PASID_2, &other);
	EXPECT_READS(SID, IOVA, PAGE_0);
	flow_with_pasid(PASID_2);
	EXPECT_READS(SID, IOVA, PAGE_1);
	flow_set(driver_scontext_slot(&d, SID) + 8, PASID_2);
	driver_inv_all(&d);
	flow_without_pasid();
	EXPECT_READS(SID, IOVA, PAGE_1);
	flow_with_pasid(0);
	EXPECT_READS(SID, IOVA, PAGE_0);
}
