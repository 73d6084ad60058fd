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

FLOW_WITH(map_second_sizes, flow_scalable,
	  "second stage: 3, 4, 5 levels, every page size")
{
	struct scalable_pasid space;
	struct driver d;

	driver_init_scalable(&d);
	driver_attach_scalable(&d, SID);
	for (unsigned int levels = 3; levels <= 5; levels++) {
		uint64_t high = BIT(12 + 9 * levels) - TABLES_PAGE_1G;

		space = driver_space(&d, SCALABLE_SECOND,
				     (uint16_t)(DID + levels));
		EXPECT(!tables_tree_new(&d.tables, false, levels, &space.ss));
		driver_bind(&d, SID, levels, &space);
		for (unsigned int i = 0; i < 3; i++) {
			driver_tree_map(&d, &space.ss, i * TABLES_PAGE_1G,
					PAGE_0, size[i], TABLES_RW);
		}
		driver_tree_map(&d, &space.ss, high, PAGE_1, TABLES_PAGE_1G,
				TABLES_RW);
	}
	enable(&d);
	for (unsigned int levels = 3; levels <= 5; levels++) {
		uint64_t high = BIT(12 + 9 * levels) - TABLES_PAGE_1G;

		flow_with_pasid(levels);
		for (unsigned int i = 0; i < 3; i++) {
			uint64_t at = i * TABLES_PAGE_1G, last = size[i] - 8;

			EXPECT_READS(SID, at, PAGE_0);
			EXPECT_WRITES(SID, at + last, PAGE_0 + last);
		}
		EXPECT_READS(SID, high + 0x12345678, PAGE_1 + 0x12345678);
	}
}
