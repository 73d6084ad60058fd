/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

FLOW_WITH(perf_locked, flow_perf, "an enabled counter keeps its configuration")
{
	struct scalable_pasid space;
	struct driver d;

	driver_start_space(&d, &space, SCALABLE_SECOND);
	driver_perf_configure(0, 0, BIT(1));
	EXPECT_EQUAL(driver_perf_command(PERF_ENABLE, 0), 0);
	EXPECT_READS(SID, IOVA, PAGE_0);
	flow_write64(driver_perf_config(0), BIT(32 + 0) | 2 << 8);
	EXPECT_EQUAL(flow_read64(driver_perf_config(0)), BIT(33) | 1);
	if (!(flow_read64(VTD_PERFCAP) & BIT(48))) {
		flow_write64(driver_perf_counter(0), 0);
		EXPECT_EQUAL(flow_read64(driver_perf_counter(0)), 1);
	}
	EXPECT_EQUAL(driver_perf_command(PERF_DISABLE, 0), 0);
	flow_write64(driver_perf_config(0), BIT(32 + 0) | 2 << 8);
	EXPECT_EQUAL(flow_read64(driver_perf_config(0)), BIT(32) | 2 << 8);
}
