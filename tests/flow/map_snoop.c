/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

/* VT-d 9.8: SNP of a leaf is legal with ECAP.SC, and only in leaves. */
FLOW_WITH(map_snoop, flow_wide, "with ECAP.SC leaves may have SNP")
{
	struct driver d;
	uint64_t slot;

	driver_start_mapped(&d);
	driver_map(&d, SID, PAGE_0, PAGE_1, TABLES_PAGE_2M, TABLES_RW);
	slot = driver_slot(&d, SID, IOVA, 1);
	flow_store(slot, flow_load(slot) | 1 << 11);
	slot = driver_slot(&d, SID, PAGE_0, 2);
	flow_store(slot, flow_load(slot) | 1 << 11);
	EXPECT_READS(SID, IOVA, PAGE_0);
	EXPECT_WRITES(SID, PAGE_0 + 0x3000, PAGE_1 + 0x3000);

	slot = driver_slot(&d, SID, IOVA, 2);
	flow_store(slot, flow_load(slot) | 1 << 11);
	driver_inv_iotlb_domain(&d, DID);
	EXPECT_BLOCKED(SID, FLOW_READ, IOVA, VTD_FAULT_LSS_2);
}
