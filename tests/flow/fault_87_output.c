/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

#define FEE UINT64_C(0xfee00000)

static const enum scalable_pgtt pgtt[] = { SCALABLE_SECOND, SCALABLE_FIRST,
					   SCALABLE_NESTED };

static void map_fee(struct driver *d, const struct scalable_pasid *s)
{
	uint64_t out = s->pgtt == SCALABLE_NESTED ? GUEST_0 : FEE;

	if (s->fs.levels)
		driver_tree_map(d, &s->fs, IOVA, out, TABLES_PAGE_4K,
				TABLES_FS_USER);
	if (s->ss.levels)
		driver_tree_map(d, &s->ss, s->fs.levels ? GUEST_0 : IOVA, FEE,
				TABLES_PAGE_4K, TABLES_RW);
}

FLOW_WITH(fault_87_output, flow_scalable,
	  "SGN.8: a translation into the interrupt range")
{
	struct scalable_pasid space;
	struct driver d;

	driver_start_space(&d, &space, pgtt[0]);
	for (size_t i = 0; i < 3; i++) {
		struct scalable_pasid s = driver_space(&d, pgtt[i], DID_2 + i);

		map_fee(&d, &s);
		driver_bind(&d, SID, 0, &s);
		driver_inv_all(&d);
		EXPECT_BLOCKED(SID, FLOW_READ, IOVA, VTD_FAULT_SGN_8);
		EXPECT_BLOCKED(SID, FLOW_WRITE, IOVA, VTD_FAULT_SGN_8);
	}
	space = driver_space(&d, SCALABLE_PASS, DID);
	driver_bind(&d, SID, PASID, &space);
	flow_with_pasid(PASID);
	EXPECT_BLOCKED(SID, FLOW_WRITE, FEE, VTD_FAULT_SGN_8);
	EXPECT_READS(SID, FEE - 0x100000, FEE - 0x100000);
	EXPECT_BLOCKED(SID, FLOW_READ, FEE, VTD_FAULT_SGN_8);
	EXPECT_MESSAGES(0, 0, 0);
}
