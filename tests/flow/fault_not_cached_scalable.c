/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

/*
 * VT-d 6.2: with CM = 0 no entry that faults is cached, so no step of
 * building tables needs an invalidation.
 */
FLOW_WITH(fault_not_cached_scalable, flow_scalable,
	  "nothing that faults is remembered")
{
	struct scalable_pasid space;
	struct driver d;
	uint64_t slot;

	driver_init_scalable(&d);
	driver_set_root(&d);
	driver_enable_queue(&d, 0);
	driver_inv_all(&d);
	driver_translate(&d, true);
	EXPECT_BLOCKED(SID, FLOW_READ, IOVA, VTD_FAULT_SRT_2);
	slot = driver_scontext_slot(&d, SID);
	EXPECT_BLOCKED(SID, FLOW_READ, IOVA, VTD_FAULT_SCT_2);
	driver_attach_scalable(&d, SID);
	EXPECT_BLOCKED(SID, FLOW_READ, IOVA, VTD_FAULT_SPD_2);
	slot = driver_pasid_slot(&d, SID, 0);
	EXPECT_BLOCKED(SID, FLOW_READ, IOVA, VTD_FAULT_SPT_2);
	EXPECT_EQUAL(flow_load(slot), 0);
	space = driver_space(&d, SCALABLE_NESTED, DID);
	driver_bind(&d, SID, 0, &space);
	EXPECT_BLOCKED(SID, FLOW_READ, IOVA, VTD_FAULT_SFS_2);
	driver_tree_map(&d, &space.fs, IOVA, GUEST_0, TABLES_PAGE_4K,
			TABLES_FS_USER);
	EXPECT_BLOCKED(SID, FLOW_READ, IOVA, VTD_FAULT_SSS_2);
	driver_tree_map(&d, &space.ss, GUEST_0, PAGE_0, TABLES_PAGE_4K,
			TABLES_RW);
	EXPECT_READS(SID, IOVA, PAGE_0);
}
