/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

FLOW_WITH(fault_78_second_unreadable, flow_scalable,
	  "SSS.1: a second-stage table cannot be read")
{
	struct scalable_pasid space;
	struct driver d;

	driver_start_space(&d, &space, SCALABLE_SECOND);
	for (unsigned int level = 1; level <= 3; level++)
		EXPECT_UNREADABLE(&d,
				  driver_tree_slot(&d, &space.ss, IOVA, level),
				  8, VTD_FAULT_SSS_1);
}
