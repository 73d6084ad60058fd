/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

FLOW_WITH(fault_70_table_unreadable, flow_scalable,
	  "SFS.1: a first-stage table cannot be read")
{
	struct scalable_pasid space;
	struct driver d;

	driver_start_space(&d, &space, SCALABLE_FIRST);
	for (unsigned int level = 1; level <= 3; level++)
		EXPECT_UNREADABLE(&d,
				  driver_tree_slot(&d, &space.fs, IOVA, level),
				  8, VTD_FAULT_SFS_1);
}
