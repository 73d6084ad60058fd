/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

static void invalidate(struct driver *d, unsigned int how)
{
	if (how == 0)
		driver_inv_pasid_one(d, DID, PASID);
	else if (how == 1)
		driver_inv_pasid_domain(d, DID);
	else
		driver_inv_pasid(d);
	driver_inv_iotlb_domain(d, DID);
}

/*
 * VT-d 6.5.2.2: PASID, domain and global granularity, then the IOTLB.
 */
FLOW_WITH(inv_pasid_cache, flow_scalable, "a PASID entry is taken away")
{
	struct scalable_pasid space;
	struct driver d;
	uint64_t slot;

	driver_start_space(&d, &space, SCALABLE_SECOND);
	driver_bind(&d, SID, PASID, &space);
	slot = driver_pasid_slot(&d, SID, PASID);
	for (unsigned int i = 0; i < 3; i++) {
		flow_with_pasid(PASID);
		EXPECT_READS(SID, IOVA, PAGE_0);
		flow_clear(slot, BIT(0));
		invalidate(&d, i);
		EXPECT_BLOCKED(SID, FLOW_READ, IOVA, VTD_FAULT_SPT_2);
		/* It was that entry alone that went. */
		flow_without_pasid();
		EXPECT_READS(SID, IOVA, PAGE_0);
		flow_set(slot, BIT(0));
	}
}
