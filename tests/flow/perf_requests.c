/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

FLOW_WITH(perf_requests, flow_perf,
	  "a counter counts requests while it is enabled")
{
	struct scalable_pasid space;
	struct driver d;

	driver_start_space(&d, &space, SCALABLE_SECOND);
	driver_perf_configure(0, 0, BIT(1));
	EXPECT_READS(SID, IOVA, PAGE_0);
	EXPECT_EQUAL(flow_read64(driver_perf_counter(0)), 0);
	EXPECT_EQUAL(driver_perf_command(PERF_ENABLE, 0), 0);
	EXPECT(flow_read64(driver_perf_config(0)) & 1);
	for (unsigned int i = 0; i < 5; i++)
		EXPECT_READS(SID, IOVA, PAGE_0);
	EXPECT_WRITES(SID, IOVA, PAGE_0);
	EXPECT_EQUAL(driver_perf_command(PERF_DISABLE, 0), 0);
	EXPECT(!(flow_read64(driver_perf_config(0)) & 1));
	EXPECT_READS(SID, IOVA, PAGE_0);
	EXPECT_EQUAL(flow_read64(driver_perf_counter(0)), 6);
}
