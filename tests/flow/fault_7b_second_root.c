/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

FLOW_WITH(fault_7b_second_root, flow_scalable,
	  "SSS.4: the second-stage root table cannot be read")
{
	struct scalable_pasid space;
	struct driver d;

	driver_start_space(&d, &space, SCALABLE_SECOND);
	EXPECT_UNREADABLE(&d, space.ss.top, 0x1000, VTD_FAULT_SSS_4);
}
