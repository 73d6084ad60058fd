/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

FLOW_WITH(fault_80_canonical_five, flow_scalable,
	  "SGN.1: with five levels bit 56 is the sign")
{
	struct scalable_pasid space;
	struct driver d;
	uint64_t high = ~(BIT(56) - 1);

	driver_init_scalable(&d);
	driver_attach_scalable(&d, SID);
	space = driver_space(&d, SCALABLE_FIRST, DID);
	EXPECT(!tables_tree_new(&d.tables, true, 5, &space.fs));
	driver_tree_map(&d, &space.fs, high & (BIT(57) - 1), PAGE_0,
			TABLES_PAGE_4K, TABLES_FS_USER);
	driver_tree_map(&d, &space.fs, BIT(56) - 0x1000, PAGE_1, TABLES_PAGE_4K,
			TABLES_FS_USER);
	driver_bind(&d, SID, 0, &space);
	driver_set_root(&d);
	driver_enable_queue(&d, 0);
	driver_inv_all(&d);
	driver_translate(&d, true);
	EXPECT_READS(SID, high, PAGE_0);
	EXPECT_READS(SID, BIT(56) - 0x1000, PAGE_1);
	EXPECT_BLOCKED(SID, FLOW_READ, BIT(56), VTD_FAULT_SGN_1);
	EXPECT_BLOCKED(SID, FLOW_READ, high ^ BIT(57), VTD_FAULT_SGN_1);
	EXPECT_BLOCKED(SID, FLOW_READ, high ^ BIT(63), VTD_FAULT_SGN_1);
}
