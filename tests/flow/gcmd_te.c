/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

/* VT-d 11.4.4.1, TE: on, off and on again, TES follows. */
FLOW(gcmd_te, "TE switches between the tables and pass-through")
{
	struct driver d;

	driver_start_mapped(&d);
	for (unsigned int i = 0; i < 3; i++) {
		EXPECT_READS(SID, IOVA, PAGE_0);
		EXPECT_BLOCKED(SID, FLOW_WRITE, PAGE_1, VTD_FAULT_LGN_2);
		driver_translate(&d, false);
		EXPECT_READS(SID, IOVA, IOVA);
		EXPECT_WRITES(SID, PAGE_1, PAGE_1);
		driver_translate(&d, true);
	}
	EXPECT_NO_FAULT();
}
