/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

/* VT-d 3.7.1: effective rights are the AND of R and of W over all levels. */
static void try_level(struct driver *d, unsigned int level)
{
	uint64_t slot = driver_slot(d, SID, IOVA, level);
	uint64_t good = flow_load(slot);

	flow_store(slot, good & ~(uint64_t)TABLES_W);
	driver_inv_iotlb_domain(d, DID);
	EXPECT_READS(SID, IOVA, PAGE_0);
	EXPECT_BLOCKED(SID, FLOW_WRITE, IOVA, VTD_FAULT_LGN_2);
	EXPECT_BLOCKED(SID, FLOW_ATOMIC, IOVA, VTD_FAULT_LGN_2);

	flow_store(slot, good & ~(uint64_t)TABLES_R);
	driver_inv_iotlb_domain(d, DID);
	EXPECT_WRITES(SID, IOVA, PAGE_0);
	EXPECT_BLOCKED(SID, FLOW_READ, IOVA, VTD_FAULT_LGN_3);
	EXPECT_BLOCKED(SID, FLOW_ATOMIC, IOVA, VTD_FAULT_LGN_3);

	flow_store(slot, good & ~(uint64_t)TABLES_RW);
	driver_inv_iotlb_domain(d, DID);
	EXPECT_BLOCKED(SID, FLOW_READ, IOVA, VTD_FAULT_LGN_3);
	EXPECT_BLOCKED(SID, FLOW_WRITE, IOVA, VTD_FAULT_LGN_2);
	flow_store(slot, good);
	driver_inv_iotlb_domain(d, DID);
}

FLOW(map_permission, "rights of all levels are ANDed")
{
	struct driver d;

	driver_start_mapped(&d);
	for (unsigned int level = 1; level <= 4; level++)
		try_level(&d, level);
	EXPECT_READS(SID, IOVA, PAGE_0);
	EXPECT_WRITES(SID, IOVA, PAGE_0);
	EXPECT(flow_access(SID, FLOW_ATOMIC, IOVA));
}
