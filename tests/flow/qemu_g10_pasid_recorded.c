/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

FLOW_WITH(qemu_g10_pasid_recorded, flow_scalable,
	  "G10: the PASID is in every record, however early")
{
	struct scalable_pasid space;
	struct driver d;

	driver_start_space(&d, &space, SCALABLE_SECOND);
	flow_with_pasid(PASID_2);
	EXPECT_BLOCKED(SID_UP, FLOW_READ, IOVA, VTD_FAULT_SRT_2);
	EXPECT_BLOCKED(SID + 1, FLOW_WRITE, IOVA, VTD_FAULT_SCT_2);
	EXPECT_BLOCKED(SID, FLOW_READ, IOVA, VTD_FAULT_SPD_2);
	flow_target_mem_fail(d.tables.root, 0x1000, true);
	EXPECT_BLOCKED(SID_2, FLOW_READ, IOVA, VTD_FAULT_SRT_1);
	flow_target_mem_fail(d.tables.root, 0x1000, false);
	flow_clear(driver_scontext_slot(&d, SID), BIT(3));
	driver_inv_all(&d);
	EXPECT_BLOCKED(SID, FLOW_WRITE, IOVA, VTD_FAULT_SCT_6);
}
