/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

static const uint64_t size[] = { TABLES_PAGE_4K, TABLES_PAGE_2M,
				 TABLES_PAGE_1G };

static uint64_t iova(unsigned int f, unsigned int s)
{
	return (uint64_t)(3 * f + s + 1) * TABLES_PAGE_1G;
}

/* A page of the first stage to one of the second; the smaller counts. */
static void map_both(struct driver *d, const struct scalable_pasid *space,
		     unsigned int f, unsigned int s)
{
	uint64_t guest = iova(f, s) + 64 * TABLES_PAGE_1G;

	driver_tree_map(d, &space->fs, iova(f, s), guest, size[f],
			TABLES_FS_USER);
	driver_tree_map(d, &space->ss, guest, PAGE_0, size[s], TABLES_RW);
}

FLOW_WITH(map_nested_sizes, flow_scalable,
	  "nested: every page size of both stages")
{
	struct scalable_pasid space;
	struct driver d;

	driver_start_space(&d, &space, SCALABLE_NESTED);
	for (unsigned int f = 0; f < 3; f++)
		for (unsigned int s = 0; s < 3; s++)
			map_both(&d, &space, f, s);
	for (unsigned int f = 0; f < 3; f++) {
		for (unsigned int s = 0; s < 3; s++) {
			uint64_t end = size[f < s ? f : s] - 8;

			EXPECT_READS(SID, iova(f, s), PAGE_0);
			EXPECT_WRITES(SID, iova(f, s) + end, PAGE_0 + end);
		}
	}
	EXPECT_READS(SID, IOVA, PAGE_0);
}
