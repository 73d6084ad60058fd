/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

static const uint64_t size[] = { TABLES_PAGE_4K, TABLES_PAGE_2M,
				 TABLES_PAGE_1G };

static void enable(struct driver *d)
{
	driver_set_root(d);
	driver_enable_queue(d, 0);
	driver_inv_all(d);
	driver_translate(d, true);
}

FLOW_WITH(map_first_sizes, flow_scalable,
	  "first stage: 4 and 5 levels, every page size")
{
	struct scalable_pasid space;
	struct driver d;

	driver_init_scalable(&d);
	driver_attach_scalable(&d, SID);
	for (unsigned int levels = 4; levels <= 5; levels++) {
		space = driver_space(&d, SCALABLE_FIRST, DID);
		EXPECT(!tables_tree_new(&d.tables, true, levels, &space.fs));
		driver_bind(&d, SID, levels, &space);
		for (unsigned int i = 0; i < 3; i++)
			driver_tree_map(&d, &space.fs, (i + 1) * TABLES_PAGE_1G,
					PAGE_0, size[i], TABLES_FS_USER);
	}
	enable(&d);
	for (unsigned int levels = 4; levels <= 5; levels++) {
		flow_with_pasid(levels);
		for (unsigned int i = 0; i < 3; i++) {
			uint64_t at = (i + 1) * TABLES_PAGE_1G,
				 last = size[i] - 8;

			EXPECT_READS(SID, at, PAGE_0);
			EXPECT_WRITES(SID, at + last, PAGE_0 + last);
		}
	}
}
