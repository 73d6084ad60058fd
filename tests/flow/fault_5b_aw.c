/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

/*
 * VT-d 9.6, 11.4.2: SAGAW has 48 bits alone.
 */
FLOW_WITH(fault_5b_aw, flow_second,
	  "SPT.4: address widths that are not supported")
{
	struct scalable_pasid space;
	struct driver d;
	uint64_t slot, good;

	driver_start_space(&d, &space, SCALABLE_SECOND);
	slot = driver_pasid_slot(&d, SID, 0);
	good = flow_get(flow_load(slot), 7 << 2);
	EXPECT_EQUAL(good, 2);
	for (unsigned int aw = 0; aw < 8; aw++)
		if (aw != good)
			EXPECT_SPOILED(&d, slot, (aw ^ good) << 2,
				       VTD_FAULT_SPT_4);
}
