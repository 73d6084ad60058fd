/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow_driver_nested.h"

FLOW_WITH(fault_76_nested_table_read, flow_scalable,
	  "SFS.7: the second stage does not let a table be read")
{
	struct scalable_pasid space;
	struct driver d;

	driver_start_behind(&d, &space);
	EXPECT_READS(SID, IOVA, PAGE_0);
	EXPECT(driver_table_cover(&d, &space) != driver_root_cover(&d, &space));
	EXPECT_SPOILED(&d, driver_table_cover(&d, &space), BIT(0),
		       VTD_FAULT_SFS_7);
}
