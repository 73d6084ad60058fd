/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

static void enable(struct driver *d)
{
	driver_set_root(d);
	driver_enable_queue(d, 0);
	driver_inv_all(d);
	driver_translate(d, true);
}

FLOW_WITH(map_nested_five, flow_scalable, "nested: five levels in both stages")
{
	struct scalable_pasid space;
	struct driver d;
	uint64_t guest = BIT(51);

	driver_init_scalable(&d);
	driver_attach_scalable(&d, SID);
	space = driver_space(&d, SCALABLE_FIRST, DID);
	space.pgtt = SCALABLE_NESTED;
	EXPECT(!tables_tree_new(&d.tables, false, 5, &space.ss));
	EXPECT(!tables_tree_new(&d.tables, true, 5, &space.fs));
	/* Entries of the first stage hold 52 address bits at most. */
	driver_tree_map(&d, &space.fs, BIT(55) | IOVA, guest, TABLES_PAGE_4K,
			TABLES_FS_USER);
	driver_tree_map(&d, &space.ss, guest, PAGE_0, TABLES_PAGE_4K,
			TABLES_RW);
	for (uint64_t off = 0; off < FLOW_TABLES_SIZE; off += TABLES_PAGE_2M)
		driver_tree_map(&d, &space.ss, FLOW_TABLES + off,
				FLOW_TABLES + off, TABLES_PAGE_2M, TABLES_RW);
	driver_bind(&d, SID, PASID, &space);
	enable(&d);
	flow_with_pasid(PASID);
	EXPECT_READS(SID, BIT(55) | IOVA, PAGE_0);
	EXPECT_WRITES(SID, BIT(55) | IOVA, PAGE_0);
	EXPECT_BLOCKED(SID, FLOW_READ, IOVA, VTD_FAULT_SFS_2);
}
