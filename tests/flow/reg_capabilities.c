/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

FLOW_WITH(reg_capabilities, flow_scalable,
	  "registers are there when their capabilities are")
{
	flow_write64(VTD_IRTA, ~UINT64_C(0));
	EXPECT_EQUAL(flow_read64(VTD_IRTA) & 0xfff, VTD_IRTA_EIME | 0xf);
	EXPECT_EQUAL(flow_read64(VTD_IRTA) >> 12 & 0xffffff, 0xffffff);
	flow_write32(VTD_IECTL, 0);
	EXPECT_EQUAL(flow_read32(VTD_IECTL), 0);
	flow_write64(VTD_PHMBASE, TABLES_PAGE_2M);
	EXPECT_EQUAL(flow_read64(VTD_PHMBASE), TABLES_PAGE_2M);
}
