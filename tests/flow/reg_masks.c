/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

/* Read-write bits by VT-d 11.4.5, 11.4.7, 11.4.9; the rest reads 0. */
static const struct {
	unsigned int off, len;
	uint64_t rw;
} masks[] = {
	{ VTD_RTADDR, 8, UINT64_C(0x0000fffffffffc00) },
	{ VTD_FEDATA, 4, 0x0000ffff },
	{ VTD_FEADDR, 4, 0xfffffffc },
	{ VTD_IEDATA, 4, 0x0000ffff },
	{ VTD_IEADDR, 4, 0xfffffffc },
	{ VTD_IQA, 8, UINT64_C(0x0000fffffffff807) },
	{ VTD_FECTL, 4, 0x80000000 },
	{ VTD_IECTL, 4, 0x80000000 },
};

/* Address bits at and above the host address width may be there or not. */
#define DECIDED UINT64_C(0x0000ffffffffffff)

static uint64_t store_and_read(unsigned int off, unsigned int len,
			       uint64_t value)
{
	if (len == 4) {
		flow_write32(off, (uint32_t)value);
		return flow_read32(off);
	}
	flow_write64(off, value);
	return flow_read64(off) & DECIDED;
}

FLOW(reg_masks, "read-write bits keep what is written, reserved bits read 0")
{
	for (size_t i = 0; i < sizeof(masks) / sizeof(masks[0]); i++) {
		unsigned int off = masks[i].off, len = masks[i].len;

		EXPECT_EQUAL(store_and_read(off, len, UINT64_MAX), masks[i].rw);
		EXPECT_EQUAL(store_and_read(off, len,
					    UINT64_C(0x5a5a5a5a5a5a5a5a)),
			     masks[i].rw & UINT64_C(0x5a5a5a5a5a5a5a5a));
		EXPECT_EQUAL(store_and_read(off, len, 0), 0);
	}
}
