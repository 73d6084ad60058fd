/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

static void map(struct driver *d, const struct scalable_pasid *s, uint64_t pa)
{
	uint64_t out = s->pgtt == SCALABLE_NESTED ? GUEST_0 : pa;

	if (s->fs.levels)
		driver_tree_map(d, &s->fs, IOVA, out, TABLES_PAGE_4K,
				TABLES_FS_USER);
	if (s->ss.levels)
		driver_tree_map(d, &s->ss, s->fs.levels ? GUEST_0 : IOVA, pa,
				TABLES_PAGE_4K, TABLES_RW);
}

FLOW_WITH(inv_pgtt_change, flow_scalable,
	  "a PASID entry becomes another kind of space")
{
	struct scalable_pasid space;
	struct driver d;
	static const enum scalable_pgtt pgtt[] = {
		SCALABLE_SECOND, SCALABLE_FIRST,  SCALABLE_NESTED,
		SCALABLE_PASS,   SCALABLE_NESTED, SCALABLE_SECOND,
	};

	driver_start_space(&d, &space, SCALABLE_FIRST);
	driver_bind(&d, SID, PASID, &space);
	flow_with_pasid(PASID);
	EXPECT_READS(SID, IOVA, PAGE_0);
	for (unsigned int i = 0; i < 6; i++) {
		uint64_t pa = PAGE_1 + i * 0x1000;
		struct scalable_pasid next =
			driver_space(&d, pgtt[i], (uint16_t)(0x100 + i));

		map(&d, &next, pa);
		driver_bind(&d, SID, PASID, &next);
		/* What VT-d 6.5.3.3 asks software for. */
		driver_inv_pasid_one(&d, space.did, PASID);
		if (space.ss.levels)
			driver_inv_iotlb_domain(&d, space.did);
		else
			driver_inv_pasid_iotlb(&d, space.did, PASID);
		EXPECT_READS(SID, IOVA, next.pgtt == SCALABLE_PASS ? IOVA : pa);
		space = next;
	}
	flow_without_pasid();
	EXPECT_READS(SID, IOVA, PAGE_0);
}
