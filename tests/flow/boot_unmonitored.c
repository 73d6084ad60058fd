/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

FLOW_WITH(boot_unmonitored, flow_unmonitored,
	  "without a monitor what needs locked updates is gone")
{
	struct scalable_pasid space;
	struct driver d;
	uint64_t cap = flow_read64(VTD_CAP), ecap = flow_read64(VTD_ECAP);

	EXPECT_EQUAL(cap & (VTD_CAP_PI | VTD_CAP_FS1GP | VTD_CAP_FS5LP), 0);
	EXPECT_EQUAL(ecap & (VTD_ECAP_FSTS | VTD_ECAP_NEST | VTD_ECAP_EAFS |
			     VTD_ECAP_SSADS),
		     0);
	EXPECT(ecap & VTD_ECAP_SMTS && ecap & VTD_ECAP_SSTS);
	driver_start_space(&d, &space, SCALABLE_SECOND);
	EXPECT_READS(SID, IOVA, PAGE_0);
	EXPECT_WRITES(SID, IOVA, PAGE_0);
	EXPECT_SPOILED(&d, driver_pasid_slot(&d, SID, 0), BIT(9),
		       VTD_FAULT_SPT_3);
	EXPECT_SPOILED(&d, driver_pasid_slot(&d, SID, 0), 3 << 6,
		       VTD_FAULT_SPT_4);
}
