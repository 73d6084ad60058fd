/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

FLOW(gcmd_ire_absent, "without IR its commands and registers are not there")
{
	struct driver d;

	driver_start_mapped(&d);
	flow_write64(VTD_IRTA, ~UINT64_C(0));
	EXPECT_EQUAL(flow_read64(VTD_IRTA), 0);
	driver_gcmd(&d, VTD_GCMD_SIRTP | VTD_GCMD_IRE | VTD_GCMD_CFI, 0);
	flow_settle();
	EXPECT_EQUAL(flow_read32(VTD_GSTS) &
			     (VTD_GSTS_IRTPS | VTD_GSTS_IRES | VTD_GSTS_CFIS),
		     0);
	EXPECT(flow_interrupt(SID, UINT64_C(0xfee01010), 0x31));
	EXPECT_MESSAGES(1, UINT64_C(0xfee01010), 0x31);
	EXPECT_READS(SID, IOVA, PAGE_0);
}
