/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

/*
 * VT-d 11.4.2, 11.4.3: bit 6 of ECAP is PT, bit 6 of CAP is PHMR.
 */
FLOW_WITH(qemu_g12_capabilities, flow_scalable,
	  "G12: PT and PHMR are where they belong")
{
	struct scalable_pasid space;
	struct driver d;

	EXPECT(flow_read64(VTD_ECAP) & BIT(6));
	EXPECT(flow_read64(VTD_CAP) & BIT(6));
	driver_init_scalable(&d);
	driver_attach_scalable(&d, SID);
	space = driver_space(&d, SCALABLE_PASS, DID);
	driver_bind(&d, SID, 0, &space);
	driver_set_root(&d);
	driver_enable_queue(&d, 0);
	driver_inv_all(&d);
	driver_translate(&d, true);
	EXPECT_READS(SID, PAGE_0, PAGE_0);
}
