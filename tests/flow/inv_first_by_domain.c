/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

/*
 * VT-d 6.5.2.3.
 */
FLOW_WITH(inv_first_by_domain, flow_scalable,
	  "page, domain and global invalidation of a first stage")
{
	struct scalable_pasid space;
	struct driver d;
	uint64_t slot;

	driver_start_space(&d, &space, SCALABLE_FIRST);
	slot = driver_tree_slot(&d, &space.fs, IOVA, 1);
	for (unsigned int i = 0; i < 3; i++) {
		EXPECT_READS(SID, IOVA, PAGE_0 + i * 0x1000);
		flow_store(slot, (PAGE_0 + (i + 1) * 0x1000) | TABLES_FS_USER);
		/* The address of a type-2 one is of a second stage: all go. */
		if (i == 0)
			driver_inv_iotlb_page(&d, DID, 0, 0, true);
		else if (i == 1)
			driver_inv_iotlb_domain(&d, DID);
		else
			driver_inv_iotlb(&d);
	}
	EXPECT_READS(SID, IOVA, PAGE_0 + 0x3000);
}
