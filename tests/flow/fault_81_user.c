/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

FLOW_WITH(fault_81_user, flow_scalable,
	  "SGN.2: a user request to a supervisor page")
{
	struct scalable_pasid space;
	struct driver d;

	driver_start_space(&d, &space, SCALABLE_FIRST);
	for (unsigned int level = 1; level <= 4; level++)
		EXPECT_SPOILED(&d, driver_tree_slot(&d, &space.fs, IOVA, level),
			       BIT(2), VTD_FAULT_SGN_2);
}
