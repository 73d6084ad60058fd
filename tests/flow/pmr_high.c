/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

#define HIGH UINT64_C(0x8000000000)

static void protect(bool on)
{
	flow_write32(VTD_PMEN, on ? VTD_PMEN_EPM : 0);
	WAIT(!!(flow_read32(VTD_PMEN) & VTD_PMEN_PRS) == on);
}

FLOW_WITH(pmr_high, flow_scalable, "the protected high region")
{
	struct scalable_pasid space;
	struct driver d;

	flow_write64(VTD_PHMBASE, HIGH);
	flow_write64(VTD_PHMLIMIT, HIGH + TABLES_PAGE_1G - TABLES_PAGE_2M);
	protect(true);
	EXPECT_REFUSED(SID, FLOW_READ, HIGH);
	EXPECT_REFUSED(SID, FLOW_WRITE, HIGH + TABLES_PAGE_1G - 8);
	EXPECT_READS(SID, HIGH + TABLES_PAGE_1G, HIGH + TABLES_PAGE_1G);
	EXPECT_READS(SID, HIGH - 8, HIGH - 8);
	driver_init_scalable(&d);
	driver_attach_scalable(&d, SID);
	space = driver_space(&d, SCALABLE_PASS, DID);
	driver_bind(&d, SID, 0, &space);
	driver_bind(&d, SID, PASID, &space);
	driver_set_root(&d);
	driver_enable_queue(&d, 0);
	driver_inv_all(&d);
	driver_translate(&d, true);
	EXPECT_REFUSED(SID, FLOW_READ, HIGH);
	EXPECT_READS(SID, HIGH - 8, HIGH - 8);
	EXPECT_REFUSED(SID, FLOW_WRITE, HIGH);
	flow_with_pasid(PASID);
	EXPECT_REFUSED(SID, FLOW_READ, HIGH);
	EXPECT_REFUSED(SID, FLOW_ZLR, HIGH);
	/* A limit below the base: no region. */
	protect(false);
	flow_write64(VTD_PHMLIMIT, HIGH - TABLES_PAGE_2M);
	protect(true);
	EXPECT_READS(SID, HIGH, HIGH);
}
