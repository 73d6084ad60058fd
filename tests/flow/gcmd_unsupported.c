/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

/* VT-d 11.4.4.1: IRE, SIRTP, CFI need ECAP.IR, WBF needs CAP.RWBF. */
FLOW(gcmd_unsupported, "commands of features that are not there do nothing")
{
	struct driver d;

	driver_start_mapped(&d);
	flow_write32(VTD_GCMD, d.gcmd | VTD_GCMD_IRE | VTD_GCMD_SIRTP |
				       VTD_GCMD_CFI | VTD_GCMD_WBF |
				       0x307fffff);
	flow_settle();
	EXPECT_EQUAL(flow_read32(VTD_GSTS),
		     VTD_GSTS_TES | VTD_GSTS_RTPS | VTD_GSTS_QIES);
	EXPECT_READS(SID, IOVA, PAGE_0);
}
