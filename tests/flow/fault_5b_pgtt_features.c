/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

FLOW_WITH(fault_5b_pgtt_features, flow_second,
	  "SPT.4: translation types of absent features")
{
	struct scalable_pasid space;
	struct driver d;
	static const unsigned int bad[] = { SCALABLE_FIRST, SCALABLE_NESTED,
					    SCALABLE_PASS };
	uint64_t slot;

	driver_start_space(&d, &space, SCALABLE_SECOND);
	slot = driver_pasid_slot(&d, SID, 0);
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		EXPECT_SPOILED(&d, slot,
			       (uint64_t)(bad[i] ^ SCALABLE_SECOND) << 6,
			       VTD_FAULT_SPT_4);
}
