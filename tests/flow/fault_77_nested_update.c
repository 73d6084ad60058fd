/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow_driver_nested.h"

FLOW_WITH(fault_77_nested_update, flow_scalable,
	  "SFS.8: the second stage does not let A be set")
{
	struct scalable_pasid space;
	struct driver d;

	driver_start_behind(&d, &space);
	/* A of the root is set already, that of the others is not. */
	flow_set(driver_tree_slot(&d, &space.fs, IOVA, 4), BIT(5));
	flow_clear(driver_root_cover(&d, &space), BIT(1));
	EXPECT_READS(SID, IOVA, PAGE_0);
	for (unsigned int level = 1; level <= 3; level++)
		flow_clear(driver_tree_slot(&d, &space.fs, IOVA, level),
			   BIT(5));
	EXPECT_SPOILED(&d, driver_table_cover(&d, &space), BIT(1),
		       VTD_FAULT_SFS_8);

	/* With A set everywhere reading is all that is done to the tables. */
	flow_clear(driver_table_cover(&d, &space), BIT(1));
	driver_inv_all(&d);
	EXPECT_READS(SID, IOVA, PAGE_0);
	/* A write needs D. */
	EXPECT_BLOCKED(SID, FLOW_WRITE, IOVA, VTD_FAULT_SFS_8);
}
