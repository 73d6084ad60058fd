/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

static const struct {
	unsigned int off, len;
	uint64_t value;
} resets[] = {
	{ VTD_GSTS, 4, 0 },           { VTD_PMEN, 4, 0 },
	{ VTD_PLMBASE, 4, 0 },        { VTD_PLMLIMIT, 4, 0 },
	{ VTD_PHMBASE, 8, 0 },        { VTD_PHMLIMIT, 8, 0 },
	{ VTD_IRTA, 8, 0 },           { VTD_IQA, 8, 0 },
	{ VTD_IECTL, 4, 0x80000000 }, { VTD_ECRSP, 8, 0 },
	{ VTD_PERFINTRSTS, 4, 0 },    { VTD_PERFINTRCTL, 4, 0x80000000 },
	{ VTD_PERFINTRADDR, 4, 0 },
};

FLOW_WITH(reg_reset_all, flow_perf,
	  "registers of every feature have their reset values")
{
	EXPECT_EQUAL(flow_read64(VTD_CAP), flow_perf.pins.cap);
	EXPECT_EQUAL(flow_read64(VTD_ECAP), flow_perf.pins.ecap);
	for (size_t i = 0; i < sizeof(resets) / sizeof(resets[0]); i++) {
		uint64_t value = resets[i].len == 8 ?
					 flow_read64(resets[i].off) :
					 flow_read32(resets[i].off);

		EXPECT_EQUAL(value, resets[i].value);
	}
}
