/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

FLOW_WITH(fault_83_pass_through, flow_scalable,
	  "SGN.4: pass-through beyond the host address width")
{
	struct scalable_pasid space;
	struct driver d;

	driver_init_scalable(&d);
	driver_attach_scalable(&d, SID);
	space = driver_space(&d, SCALABLE_PASS, DID);
	driver_bind(&d, SID, 0, &space);
	driver_bind(&d, SID, PASID, &space);
	driver_set_root(&d);
	driver_enable_queue(&d, 0);
	driver_inv_all(&d);
	driver_translate(&d, true);
	EXPECT_READS(SID, PAGE_0, PAGE_0);
	EXPECT_BLOCKED(SID, FLOW_READ, BIT(52), VTD_FAULT_SGN_4);
	EXPECT_BLOCKED(SID, FLOW_WRITE, BIT(63) | PAGE_0, VTD_FAULT_SGN_4);
	EXPECT_READS(SID, BIT(52) - 0x1000, BIT(52) - 0x1000);
	flow_with_pasid(PASID);
	EXPECT_BLOCKED(SID, FLOW_READ, BIT(52), VTD_FAULT_SGN_4);
	EXPECT_READS(SID, PAGE_0, PAGE_0);
	EXPECT_BLOCKED(SID, FLOW_READ, BIT(52) | PAGE_0, VTD_FAULT_SGN_4);
}
