/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

FLOW(pmr_absent, "without the capabilities there are no regions")
{
	flow_write32(VTD_PLMBASE, (uint32_t)PAGE_0);
	flow_write32(VTD_PLMLIMIT, (uint32_t)PAGE_0);
	flow_write64(VTD_PHMLIMIT, ~UINT64_C(0));
	flow_write32(VTD_PMEN, VTD_PMEN_EPM);
	flow_settle();
	EXPECT_EQUAL(flow_read32(VTD_PLMBASE), 0);
	EXPECT_EQUAL(flow_read32(VTD_PLMLIMIT), 0);
	EXPECT_EQUAL(flow_read64(VTD_PHMLIMIT), 0);
	EXPECT_EQUAL(flow_read32(VTD_PMEN), 0);
	EXPECT_READS(SID, PAGE_0, PAGE_0);
}
