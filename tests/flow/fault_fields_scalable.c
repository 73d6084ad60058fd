/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

/*
 * VT-d 11.4.7.6: PP, PV, PRIV, T1 and T2; 20 bits of PASID.
 */
FLOW_WITH(fault_fields_scalable, flow_scalable,
	  "PASID, privilege and access are recorded")
{
	struct scalable_pasid space;
	struct driver d;

	driver_init_scalable(&d);
	EXPECT(!scalable_attach(&d.tables, SID, 7, true));
	space = driver_space(&d, SCALABLE_FIRST, DID);
	space.flags |= SCALABLE_SRE;
	driver_bind(&d, SID, 0xfffff, &space);
	driver_bind(&d, SID, 0x80001, &space);
	driver_set_root(&d);
	driver_enable_queue(&d, 0);
	driver_inv_all(&d);
	driver_translate(&d, true);
	flow_with_pasid(0xfffff);
	EXPECT_BLOCKED(SID, FLOW_READ, IOVA, VTD_FAULT_SFS_2);
	flow_with_privilege(true);
	EXPECT_BLOCKED(SID, FLOW_WRITE, IOVA, VTD_FAULT_SFS_2);
	flow_with_pasid(0x80001);
	EXPECT_BLOCKED(SID, FLOW_ATOMIC, IOVA, VTD_FAULT_SFS_2);
	flow_with_privilege(false);
	EXPECT_BLOCKED(SID, FLOW_ZLR, IOVA | BIT(46), VTD_FAULT_SFS_2);
	/* RID_PASID is implied: no PASID is recorded. */
	flow_without_pasid();
	EXPECT_BLOCKED(SID, FLOW_READ, IOVA, VTD_FAULT_SPD_2);
}
