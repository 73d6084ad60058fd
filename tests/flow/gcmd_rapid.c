/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

/* Writes without polling in between merge; the last one stands. */
FLOW(gcmd_rapid, "commands given faster than they are done end in the last one")
{
	struct driver d;

	driver_start_mapped(&d);
	for (unsigned int i = 0; i < 20; i++) {
		driver_gcmd(&d, VTD_GCMD_SRTP, VTD_GCMD_TE);
		driver_gcmd(&d, VTD_GCMD_TE, 0);
		driver_gcmd(&d, 0, VTD_GCMD_TE);
		if (i & 1)
			driver_gcmd(&d, VTD_GCMD_TE, 0);
		flow_settle();
		EXPECT_EQUAL(!!(flow_read32(VTD_GSTS) & VTD_GSTS_TES), i & 1);
		EXPECT(flow_read32(VTD_GSTS) & VTD_GSTS_RTPS);
		EXPECT_READS(SID, IOVA, i & 1 ? PAGE_0 : IOVA);
	}
	EXPECT_NO_FAULT();
}
