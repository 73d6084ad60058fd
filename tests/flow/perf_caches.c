/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

FLOW_WITH(perf_caches, flow_perf, "lookups and hits of the caches")
{
	struct scalable_pasid space;
	struct driver d;

	driver_start_space(&d, &space, SCALABLE_SECOND);
	driver_perf_configure(0, 3, BIT(0));
	driver_perf_configure(1, 3, BIT(1));
	driver_perf_configure(2, 2, BIT(2));
	driver_perf_configure(3, 1, BIT(0));
	for (unsigned int n = 0; n < 4; n++)
		EXPECT_EQUAL(driver_perf_command(PERF_ENABLE, n), 0);
	for (unsigned int i = 0; i < 5; i++)
		EXPECT_READS(SID, IOVA, PAGE_0);
	for (unsigned int n = 0; n < 4; n++)
		EXPECT_EQUAL(driver_perf_command(PERF_DISABLE, n), 0);
	/* The first was looked up at least once, the others were found. */
	EXPECT_EQUAL(flow_read64(driver_perf_counter(1)), 4);
	EXPECT(flow_read64(driver_perf_counter(0)) >= 5);
	EXPECT_EQUAL(flow_read64(driver_perf_counter(2)), 1);
	/* Root, context, directory, PASID entry, four levels. */
	EXPECT(flow_read64(driver_perf_counter(3)) >= 8);
}
