/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow_driver_nested.h"

FLOW_WITH(fault_75_nested_root_read, flow_scalable,
	  "SFS.6: the second stage does not let the root be read")
{
	struct scalable_pasid space;
	struct driver d;

	driver_start_behind(&d, &space);
	EXPECT_READS(SID, IOVA, PAGE_0);
	EXPECT_SPOILED(&d, driver_root_cover(&d, &space), BIT(0),
		       VTD_FAULT_SFS_6);
}
