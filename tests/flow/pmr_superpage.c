/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

static void protect(bool on)
{
	flow_write32(VTD_PMEN, on ? VTD_PMEN_EPM : 0);
	WAIT(!!(flow_read32(VTD_PMEN) & VTD_PMEN_PRS) == on);
}

/*
 * What was cached before the region was closed is closed too.
 */
FLOW_WITH(pmr_superpage, flow_scalable, "a region inside of a superpage")
{
	struct scalable_pasid space;
	struct driver d;
	uint64_t hole = PAGE_0 + 64 * TABLES_PAGE_2M;

	driver_start_space(&d, &space, SCALABLE_FIRST);
	driver_tree_map(&d, &space.fs, TABLES_PAGE_1G, PAGE_0, TABLES_PAGE_1G,
			TABLES_FS_USER);
	EXPECT_READS(SID, TABLES_PAGE_1G, PAGE_0);
	EXPECT_READS(SID, TABLES_PAGE_1G + 64 * TABLES_PAGE_2M, hole);
	flow_write32(VTD_PLMBASE, (uint32_t)hole);
	flow_write32(VTD_PLMLIMIT, (uint32_t)hole);
	protect(true);
	EXPECT_REFUSED(SID, FLOW_READ, TABLES_PAGE_1G + 64 * TABLES_PAGE_2M);
	EXPECT_REFUSED(SID, FLOW_WRITE,
		       TABLES_PAGE_1G + 65 * TABLES_PAGE_2M - 8);
	EXPECT_READS(SID, TABLES_PAGE_1G + 65 * TABLES_PAGE_2M,
		     hole + TABLES_PAGE_2M);
	EXPECT_READS(SID, TABLES_PAGE_1G, PAGE_0);
}
