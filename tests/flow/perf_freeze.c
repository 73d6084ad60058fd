/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

FLOW_WITH(perf_freeze, flow_perf, "all counters freeze and go on")
{
	struct scalable_pasid space;
	struct driver d;

	driver_start_space(&d, &space, SCALABLE_SECOND);
	driver_perf_configure(0, 0, BIT(1));
	EXPECT_EQUAL(driver_perf_command(PERF_ENABLE, 0), 0);
	EXPECT_READS(SID, IOVA, PAGE_0);
	EXPECT_EQUAL(driver_perf_command(0xf4, 0), 0);
	EXPECT_EQUAL(flow_read64(flow_read32(VTD_PERFFRZOFF)), 0xf);
	EXPECT_READS(SID, IOVA, PAGE_0);
	EXPECT_READS(SID, IOVA, PAGE_0);
	EXPECT_EQUAL(flow_read64(driver_perf_counter(0)), 1);
	/* Disabled, a counter is no longer frozen (VT-d 11.4.13.12). */
	driver_perf_configure(1, 0, BIT(1));
	EXPECT_EQUAL(driver_perf_command(PERF_DISABLE, 1), 0);
	EXPECT_EQUAL(driver_perf_command(PERF_ENABLE, 1), 0);
	EXPECT_EQUAL(flow_read64(flow_read32(VTD_PERFFRZOFF)), 0xd);
	EXPECT_READS(SID, IOVA, PAGE_0);
	EXPECT_EQUAL(flow_read64(driver_perf_counter(0)), 1);
	EXPECT_EQUAL(flow_read64(driver_perf_counter(1)), 1);
	EXPECT_EQUAL(driver_perf_command(0xf5, 0), 0);
	EXPECT_EQUAL(flow_read64(flow_read32(VTD_PERFFRZOFF)), 0);
	EXPECT_READS(SID, IOVA, PAGE_0);
	EXPECT_EQUAL(flow_read64(driver_perf_counter(0)), 2);
}
