/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

/*
 * VT-d 11.4.13.7: with IO the interrupt scheme follows.
 */
FLOW_WITH(perf_overflow, flow_perf, "a counter that rolls over says so")
{
	struct scalable_pasid space;
	struct driver d;
	unsigned int width = (unsigned int)flow_get(flow_read64(VTD_PERFCAP),
						    UINT64_C(0x7f) << 16);

	driver_start_space(&d, &space, SCALABLE_SECOND);
	flow_write32(VTD_PERFINTRDATA, 0x66);
	flow_write32(VTD_PERFINTRADDR, 0xfee03000);
	flow_write32(VTD_PERFINTRCTL, 0);
	driver_perf_configure(1, 0, BIT(1));
	flow_write64(driver_perf_config(1), BIT(33) | 2);
	flow_write64(driver_perf_counter(1), (width < 64 ? BIT(width) : 0) - 2);
	EXPECT_EQUAL(driver_perf_command(PERF_ENABLE, 1), 0);
	EXPECT_READS(SID, IOVA, PAGE_0);
	flow_settle();
	EXPECT_EQUAL(flow_read64(flow_read32(VTD_PERFOVFOFF)), 0);
	EXPECT_READS(SID, IOVA, PAGE_0);
	EXPECT_MESSAGES(1, UINT64_C(0xfee03000), 0x66);
	EXPECT_EQUAL(flow_read64(flow_read32(VTD_PERFOVFOFF)), BIT(1));
	EXPECT_EQUAL(flow_read32(VTD_PERFINTRSTS), 1);
	EXPECT_EQUAL(flow_read64(driver_perf_counter(1)), 0);
	flow_write64(flow_read32(VTD_PERFOVFOFF), BIT(1));
	flow_write32(VTD_PERFINTRSTS, 1);
	EXPECT_EQUAL(flow_read64(flow_read32(VTD_PERFOVFOFF)), 0);
	EXPECT_EQUAL(flow_read32(VTD_PERFINTRSTS), 0);
	EXPECT_READS(SID, IOVA, PAGE_0);
	EXPECT_MESSAGES(1, UINT64_C(0xfee03000), 0x66);
}
