/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

FLOW_WITH(map_rid_priv, flow_scalable,
	  "RID_PRIV makes requests without PASID supervisors")
{
	struct scalable_pasid space;
	struct driver d;

	driver_start_space(&d, &space, SCALABLE_FIRST);
	space.flags |= SCALABLE_SRE;
	driver_bind(&d, SID, 0, &space);
	flow_clear(driver_tree_slot(&d, &space.fs, IOVA, 1), BIT(2));
	EXPECT_BLOCKED(SID, FLOW_READ, IOVA, VTD_FAULT_SGN_2);
	flow_set(driver_scontext_slot(&d, SID) + 8, BIT(20));
	driver_inv_all(&d);
	EXPECT_READS(SID, IOVA, PAGE_0);
	EXPECT_WRITES(SID, IOVA, PAGE_0);
}
