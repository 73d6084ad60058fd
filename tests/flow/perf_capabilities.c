/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

/*
 * VT-d 11.4.13, 11.4.14.5.
 */
FLOW_WITH(perf_capabilities, flow_perf,
	  "counters, events and commands that a driver finds")
{
	uint64_t cap = flow_read64(VTD_PERFCAP), groups = cap >> 24 & 0x1f;

	EXPECT(flow_read64(VTD_CAP) & VTD_CAP_ECMDS);
	EXPECT(cap & 0xffff);
	EXPECT(flow_get(cap, UINT64_C(0x7f) << 16) >= 32);
	EXPECT(groups);
	for (unsigned int g = 0; g < groups; g++)
		EXPECT(flow_read64(VTD_PERFEVNTCAP0 + 8 * g));
	EXPECT_EQUAL(flow_read32(VTD_PERFCFGOFF) % 256, 0);
	EXPECT_EQUAL(flow_read32(VTD_PERFFRZOFF) % 8, 0);
	EXPECT_EQUAL(flow_read32(VTD_PERFOVFOFF) % 8, 0);
	EXPECT(flow_read32(VTD_PERFCNTROFF));
	/* Enable, disable, freeze, unfreeze: what Linux asks for. */
	EXPECT_EQUAL(flow_read64(VTD_ECCAP3) >> 48 & 0x33, 0x33);
	EXPECT_EQUAL(flow_read32(VTD_PERFINTRCTL), BIT(31));
}
