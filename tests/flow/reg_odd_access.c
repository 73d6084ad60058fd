/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

/*
 * VT-d 11.2 leaves other accesses than aligned 32- and 64-bit ones undefined;
 * this block answers them with a bus error and changes nothing.
 */
static const struct {
	unsigned int off, len;
} odd[] = {
	{ VTD_RTADDR, 1 },     { VTD_RTADDR, 2 },     { VTD_RTADDR + 2, 2 },
	{ VTD_RTADDR + 2, 4 }, { VTD_RTADDR + 1, 4 }, { VTD_RTADDR + 4, 8 },
	{ VTD_FEADDR, 1 },     { VTD_FEADDR + 3, 1 }, { VTD_GCMD + 4, 8 },
};

FLOW(reg_odd_access, "small and misaligned accesses are bus errors")
{
	uint64_t value;

	flow_write64(VTD_RTADDR, UINT64_C(0x12345000));
	for (size_t i = 0; i < sizeof(odd) / sizeof(odd[0]); i++) {
		EXPECT(!flow_target_reg_read(odd[i].off, odd[i].len, &value));
		EXPECT(!flow_target_reg_write(odd[i].off, odd[i].len,
					      UINT64_MAX));
	}
	flow_settle();
	EXPECT_EQUAL(flow_read64(VTD_RTADDR), UINT64_C(0x12345000));
	EXPECT_EQUAL(flow_read32(VTD_FEADDR), 0);
	EXPECT_EQUAL(flow_read32(VTD_GSTS), 0);
}
