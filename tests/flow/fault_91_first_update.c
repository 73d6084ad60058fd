/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

FLOW_WITH(fault_91_first_update, flow_scalable,
	  "SFS.10: first-stage A or D cannot be set")
{
	struct scalable_pasid space;
	struct driver d;

	driver_start_space(&d, &space, SCALABLE_FIRST);
	flow_target_mem_locks(FLOW_LOCKS_FAIL);
	EXPECT_BLOCKED(SID, FLOW_READ, IOVA, VTD_FAULT_SFS_10);
	flow_target_mem_locks(FLOW_LOCKS_LOSE);
	EXPECT_BLOCKED(SID, FLOW_READ, IOVA, VTD_FAULT_SFS_10);
	flow_target_mem_locks(FLOW_LOCKS_WORK);
	EXPECT_READS(SID, IOVA, PAGE_0);
	flow_target_mem_locks(FLOW_LOCKS_FAIL);
	EXPECT_READS(SID, IOVA, PAGE_0);
	EXPECT_BLOCKED(SID, FLOW_WRITE, IOVA, VTD_FAULT_SFS_10);
	flow_target_mem_locks(FLOW_LOCKS_WORK);
	EXPECT_WRITES(SID, IOVA, PAGE_0);
}
