/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

/*
 * VT-d 11.4.10.2: software finds the size of a unit by writing all ones.
 */
FLOW_WITH(pmr_registers, flow_scalable, "which bits of the regions are there")
{
	flow_write32(VTD_PLMBASE, ~UINT32_C(0));
	flow_write32(VTD_PLMLIMIT, ~UINT32_C(0));
	flow_write64(VTD_PHMBASE, ~UINT64_C(0));
	flow_write64(VTD_PHMLIMIT, ~UINT64_C(0));
	EXPECT_EQUAL(flow_read32(VTD_PLMBASE), 0xffe00000);
	EXPECT_EQUAL(flow_read32(VTD_PLMLIMIT), 0xffe00000);
	EXPECT_EQUAL(flow_read64(VTD_PHMBASE) & 0xfffffffff,
		     UINT64_C(0xfffe00000));
	EXPECT_EQUAL(flow_read64(VTD_PHMLIMIT) & 0xfffffffff,
		     UINT64_C(0xfffe00000));
	flow_write32(VTD_PMEN, ~VTD_PMEN_EPM);
	flow_settle();
	EXPECT_EQUAL(flow_read32(VTD_PMEN), 0);
}
