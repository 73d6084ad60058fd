/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

FLOW_WITH(map_wpe, flow_scalable, "WPE: supervisor writes obey R/W")
{
	struct scalable_pasid space;
	struct driver d;
	uint64_t slot;

	driver_start_space(&d, &space, SCALABLE_FIRST);
	space.flags |= SCALABLE_SRE;
	driver_bind(&d, SID, PASID, &space);
	slot = driver_tree_slot(&d, &space.fs, IOVA, 1);
	flow_clear(slot, BIT(1));
	flow_with_pasid(PASID);
	EXPECT_BLOCKED(SID, FLOW_WRITE, IOVA, VTD_FAULT_SGN_6);
	flow_with_privilege(true);
	EXPECT_READS(SID, IOVA, PAGE_0);
	EXPECT_WRITES(SID, IOVA, PAGE_0);
	EXPECT(flow_access(SID, FLOW_ATOMIC, IOVA));
	space.flags |= SCALABLE_WPE;
	driver_bind(&d, SID, PASID, &space);
	driver_inv_all(&d);
	EXPECT_READS(SID, IOVA, PAGE_0);
	EXPECT_BLOCKED(SID, FLOW_WRITE, IOVA, VTD_FAULT_SGN_6);
	flow_with_privilege(false);
	EXPECT_BLOCKED(SID, FLOW_WRITE, IOVA, VTD_FAULT_SGN_6);
	EXPECT_READS(SID, IOVA, PAGE_0);
}
