/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow_driver_nested.h"

void driver_start_behind(struct driver *d, struct scalable_pasid *space)
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

uint64_t driver_root_cover(struct driver *d, struct scalable_pasid *space)
{
	return driver_tree_slot(d, &space->ss, space->fs.top + FLOW_BIAS, 2);
}

uint64_t driver_table_cover(struct driver *d, struct scalable_pasid *space)
{
	uint64_t leaf = driver_tree_slot(d, &space->fs, IOVA, 1);

	return driver_tree_slot(d, &space->ss, leaf + FLOW_BIAS, 2);
}
