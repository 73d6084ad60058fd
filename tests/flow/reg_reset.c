/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

/* VT-d 11.4: all fields reset to 0 but the masks of the event controls. */
static const struct {
	unsigned int off, len;
	uint64_t value;
} resets[] = {
	{ VTD_GSTS, 4, 0 },
	{ VTD_RTADDR, 8, 0 },
	{ VTD_CCMD, 8, 0 },
	{ VTD_FSTS, 4, 0 },
	{ VTD_FECTL, 4, 0x80000000 },
	{ VTD_FEDATA, 4, 0 },
	{ VTD_FEADDR, 4, 0 },
	{ VTD_FEUADDR, 4, 0 },
	{ VTD_IQH, 8, 0 },
	{ VTD_IQT, 8, 0 },
	{ VTD_IQA, 8, 0 },
	{ VTD_ICS, 4, 0 },
	{ VTD_IECTL, 4, 0x80000000 },
	{ VTD_IEDATA, 4, 0 },
	{ VTD_IEADDR, 4, 0 },
	{ VTD_IEUADDR, 4, 0 },
	{ VTD_IQERCD, 8, 0 },
	{ VTD_IOTLB, 8, 0 },
};

FLOW(reg_reset, "every register has its reset value, CAP and ECAP the pins'")
{
	const struct flow_pins *pins = &flow_default.pins;

	EXPECT_EQUAL(flow_read32(VTD_VER), pins->ver);
	EXPECT_EQUAL(flow_read64(VTD_CAP), pins->cap);
	EXPECT_EQUAL(flow_read64(VTD_ECAP), pins->ecap);
	for (size_t i = 0; i < sizeof(resets) / sizeof(resets[0]); i++) {
		uint64_t value = resets[i].len == 8 ?
					 flow_read64(resets[i].off) :
					 flow_read32(resets[i].off);

		EXPECT_EQUAL(value, resets[i].value);
	}
	for (unsigned int n = 0; n < 8; n++) {
		EXPECT_EQUAL(flow_read64(flow_frcdl(n)), 0);
		EXPECT_EQUAL(flow_read64(flow_frcdh(n)), 0);
	}
}
