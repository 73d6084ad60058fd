/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

/* VT-d 11.2: a 64-bit register may be accessed as two doublewords. */
static const unsigned int wide[] = { VTD_RTADDR, VTD_IQA };

FLOW(reg_halves, "64-bit registers can be accessed by halves")
{
	const uint64_t value = UINT64_C(0x0000123456789000);

	for (size_t i = 0; i < sizeof(wide) / sizeof(wide[0]); i++) {
		unsigned int off = wide[i];

		flow_write32(off, (uint32_t)value);
		EXPECT_EQUAL(flow_read64(off), (uint32_t)value);
		flow_write32(off + 4, (uint32_t)(value >> 32));
		EXPECT_EQUAL(flow_read64(off), value);
		EXPECT_EQUAL(flow_read32(off), (uint32_t)value);
		EXPECT_EQUAL(flow_read32(off + 4), value >> 32);
		flow_write32(off, 0);
		EXPECT_EQUAL(flow_read64(off), value & ~UINT64_C(0xffffffff));
		flow_write64(off, 0);
		EXPECT_EQUAL(flow_read64(off), 0);
	}
}
