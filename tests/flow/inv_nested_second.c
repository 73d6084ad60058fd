/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

/*
 * VT-d 6.5.2.3: the address is a guest address, so all nested translations
 * of the domain go.
 */
FLOW_WITH(inv_nested_second, flow_scalable,
	  "a page of the second stage under a nested space")
{
	struct scalable_pasid space;
	struct driver d;
	uint64_t slot;

	driver_start_space(&d, &space, SCALABLE_NESTED);
	driver_bind(&d, SID, PASID, &space);
	slot = driver_tree_slot(&d, &space.ss, GUEST_0, 1);
	for (unsigned int i = 0; i < 2; i++) {
		flow_with_pasid(PASID);
		EXPECT_READS(SID, IOVA, i ? PAGE_1 : PAGE_0);
		flow_without_pasid();
		EXPECT_READS(SID, IOVA, i ? PAGE_1 : PAGE_0);
		if (i)
			break;
		flow_store(slot, PAGE_1 | TABLES_RW);
		driver_inv_iotlb_page(&d, DID, GUEST_0, 0, true);
	}
	flow_store(slot, 0);
	driver_inv_iotlb_page(&d, DID, GUEST_0, 0, true);
	EXPECT_BLOCKED(SID, FLOW_READ, IOVA, VTD_FAULT_SSS_2);
}
