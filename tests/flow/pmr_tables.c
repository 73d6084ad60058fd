/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

static void protect(bool on)
{
	flow_write32(VTD_PMEN, on ? VTD_PMEN_EPM : 0);
	WAIT(!!(flow_read32(VTD_PMEN) & VTD_PMEN_PRS) == on);
}

/*
 * VT-d 11.4.10: the block's own reads are not checked.
 */
FLOW_WITH(pmr_tables, flow_scalable, "tables may lie in a protected region")
{
	struct scalable_pasid space;
	struct driver d;

	flow_write32(VTD_PLMBASE, (uint32_t)FLOW_TABLES);
	flow_write32(VTD_PLMLIMIT, (uint32_t)(FLOW_TABLES + FLOW_TABLES_SIZE -
					      TABLES_PAGE_2M));
	protect(true);
	driver_start_space(&d, &space, SCALABLE_NESTED);
	EXPECT_READS(SID, IOVA, PAGE_0);
	EXPECT_WRITES(SID, IOVA, PAGE_0);
	driver_tree_map(&d, &space.ss, GUEST_0 + 0x1000, FLOW_TABLES,
			TABLES_PAGE_4K, TABLES_RW);
	driver_tree_map(&d, &space.fs, IOVA + 0x1000, GUEST_0 + 0x1000,
			TABLES_PAGE_4K, TABLES_FS_USER);
	EXPECT_REFUSED(SID, FLOW_READ, IOVA + 0x1000);
}
