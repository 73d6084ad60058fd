/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

/* Two 32-bit registers in one quadword: both take their half (VT-d 11.2). */
FLOW(reg_pairs, "a 64-bit access moves two neighbouring 32-bit registers")
{
	flow_write64(VTD_FECTL, UINT64_C(0x0000123400000000));
	EXPECT_EQUAL(flow_read32(VTD_FECTL), 0);
	EXPECT_EQUAL(flow_read32(VTD_FEDATA), 0x1234);
	flow_write64(VTD_FEADDR, UINT64_C(0x00000001fee03000));
	EXPECT_EQUAL(flow_read32(VTD_FEADDR), 0xfee03000);
	EXPECT_EQUAL(flow_read32(VTD_FEUADDR), 1);
	EXPECT_EQUAL(flow_read64(VTD_FEADDR), UINT64_C(0x00000001fee03000));
}
