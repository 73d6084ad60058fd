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

/* The one for the tables below the root. */
static uint64_t table_cover(struct driver *d, struct scalable_pasid *space)
{
	uint64_t leaf = driver_tree_slot(d, &space->fs, IOVA, 1);

	return driver_tree_slot(d, &space->ss, leaf + FLOW_BIAS, 2);
}

FLOW_WITH(fault_77_nested_update, flow_scalable,
	  "SFS.8: the second stage does not let A be set")
{
	struct scalable_pasid space;
	struct driver d;

	start(&d, &space);
	/* A of the root is set already, that of the others is not. */
	flow_set(driver_tree_slot(&d, &space.fs, IOVA, 4), BIT(5));
	flow_clear(root_cover(&d, &space), BIT(1));
	EXPECT_READS(SID, IOVA, PAGE_0);
	for (unsigned int level = 1; level <= 3; level++)
		flow_clear(driver_tree_slot(&d, &space.fs, IOVA, level),
			   BIT(5));
	EXPECT_SPOILED(&d, table_cover(&d, &space), BIT(1), VTD_FAULT_SFS_8);

	/* With A set everywhere reading is all that is done to the tables. */
	flow_clear(table_cover(&d, &space), BIT(1));
	driver_inv_all(&d);
	EXPECT_READS(SID, IOVA, PAGE_0);
	/* A write needs D. */
	EXPECT_BLOCKED(SID, FLOW_WRITE, IOVA, VTD_FAULT_SFS_8);
}
