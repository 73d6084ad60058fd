/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

FLOW_WITH(fault_7d_second_update, flow_scalable,
	  "SSS.6: second-stage A or D cannot be set")
{
	struct scalable_pasid space;
	struct driver d;

	driver_start_space(&d, &space, SCALABLE_SECOND);
	space.flags |= SCALABLE_SSADE;
	driver_bind(&d, SID, 0, &space);
	driver_inv_all(&d);
	flow_target_mem_locks(FLOW_LOCKS_FAIL);
	EXPECT_BLOCKED(SID, FLOW_READ, IOVA, VTD_FAULT_SSS_6);
	/* Somebody else is always faster: that must end, too. */
	flow_target_mem_locks(FLOW_LOCKS_LOSE);
	EXPECT_BLOCKED(SID, FLOW_READ, IOVA, VTD_FAULT_SSS_6);
	flow_target_mem_locks(FLOW_LOCKS_WORK);
	EXPECT_READS(SID, IOVA, PAGE_0);
	flow_target_mem_locks(FLOW_LOCKS_FAIL);
	EXPECT_BLOCKED(SID, FLOW_WRITE, IOVA, VTD_FAULT_SSS_6);
}
