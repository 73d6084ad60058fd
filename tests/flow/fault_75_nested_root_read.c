/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

/*
 * The second-stage entry through which the first stage's tables are found; all
 * but the root table are behind the 2 MiB that it maps.
 */
static uint64_t root_cover(struct driver *d, struct scalable_pasid *space)
{
	return driver_tree_slot(d, &space->ss, space->fs.top + FLOW_BIAS, 2);
}

static void start(struct driver *d, struct scalable_pasid *space)
{
	driver_init_scalable(d);
	driver_attach_scalable(d, SID);
	*space = driver_space(d, SCALABLE_NESTED, DID);
	d->tables.next = (d->tables.next | (TABLES_PAGE_2M - 1)) + 1;
	driver_tree_map(d, &space->fs, IOVA, GUEST_0, TABLES_PAGE_4K,
			TABLES_FS_USER);
	driver_tree_map(d, &space->ss, GUEST_0, PAGE_0, TABLES_PAGE_4K,
			TABLES_RW);
	driver_bind(d, SID, 0, space);
	driver_set_root(d);
	driver_enable_queue(d, 0);
	driver_inv_all(d);
	driver_translate(d, true);
}

FLOW_WITH(fault_75_nested_root_read, flow_scalable,
	  "SFS.6: the second stage does not let the root be read")
{
	struct scalable_pasid space;
	struct driver d;

	start(&d, &space);
	EXPECT_READS(SID, IOVA, PAGE_0);
	EXPECT_SPOILED(&d, root_cover(&d, &space), BIT(0), VTD_FAULT_SFS_6);
}
