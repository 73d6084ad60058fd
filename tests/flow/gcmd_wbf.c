/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

/* VT-d 6.8, 11.4.4.2: WBFS is set with the command and cleared when done. */
FLOW_WITH(gcmd_wbf, flow_caching, "a write buffer flush completes")
{
	struct driver d;

	driver_start_mapped(&d);
	for (unsigned int i = 0; i < 3; i++) {
		driver_gcmd(&d, VTD_GCMD_WBF, 0);
		WAIT(!(flow_read32(VTD_GSTS) & VTD_GSTS_WBFS));
		EXPECT_READS(SID, IOVA, PAGE_0);
	}
	EXPECT_EQUAL(flow_read32(VTD_GSTS),
		     VTD_GSTS_TES | VTD_GSTS_RTPS | VTD_GSTS_QIES);
}
