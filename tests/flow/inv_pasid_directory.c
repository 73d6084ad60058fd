/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

FLOW_WITH(inv_pasid_directory, flow_scalable,
	  "a PASID directory entry is taken away")
{
	struct scalable_pasid space;
	struct driver d;
	uint64_t slot;

	driver_start_space(&d, &space, SCALABLE_FIRST);
	driver_bind(&d, SID, PASID_2, &space);
	flow_with_pasid(PASID_2);
	EXPECT_READS(SID, IOVA, PAGE_0);
	slot = scalable_dir_slot(&d.tables, SID, PASID_2);
	flow_clear(slot, BIT(0));
	driver_inv_pasid_one(&d, DID, PASID_2);
	driver_inv_iotlb_domain(&d, DID);
	EXPECT_BLOCKED(SID, FLOW_READ, IOVA, VTD_FAULT_SPD_2);
	flow_without_pasid();
	EXPECT_READS(SID, IOVA, PAGE_0);
}
