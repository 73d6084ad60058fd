/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

static void protect(bool on)
{
	flow_write32(VTD_PMEN, on ? VTD_PMEN_EPM : 0);
	WAIT(!!(flow_read32(VTD_PMEN) & VTD_PMEN_PRS) == on);
}

/*
 * VT-d 11.4.10: host addresses; never recorded as a fault. Equal base and
 * limit are 2 MiB here.
 */
FLOW_WITH(pmr_low, flow_scalable,
	  "the protected low region, with translation off and on")
{
	struct scalable_pasid space;
	struct driver d;

	flow_write32(VTD_PLMBASE, (uint32_t)PAGE_0);
	flow_write32(VTD_PLMLIMIT, (uint32_t)PAGE_0);
	EXPECT_READS(SID, PAGE_0, PAGE_0);
	protect(true);
	EXPECT_REFUSED(SID, FLOW_READ, PAGE_0);
	EXPECT_REFUSED(SID, FLOW_WRITE, PAGE_0 + TABLES_PAGE_2M - 8);
	EXPECT_READS(SID, PAGE_0 + TABLES_PAGE_2M, PAGE_0 + TABLES_PAGE_2M);
	EXPECT_WRITES(SID, PAGE_0 - 8, PAGE_0 - 8);
	driver_start_space(&d, &space, SCALABLE_SECOND);
	driver_tree_map(&d, &space.ss, IOVA + 0x1000, PAGE_1, TABLES_PAGE_4K,
			TABLES_RW);
	EXPECT_REFUSED(SID, FLOW_ZLR, IOVA);
	for (unsigned int i = 0; i < 2; i++) {
		EXPECT_REFUSED(SID, FLOW_READ, IOVA);
		EXPECT_REFUSED(SID, FLOW_WRITE, IOVA);
		EXPECT_READS(SID, IOVA + 0x1000, PAGE_1);
	}
	protect(false);
	EXPECT_READS(SID, IOVA, PAGE_0);
	protect(true);
	EXPECT_REFUSED(SID, FLOW_READ, IOVA);
}
