/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

/*
 * VT-d 11.4.14: status 16 of F0h and F1h, 1 of commands that are not there.
 */
FLOW_WITH(perf_refused, flow_perf, "what cannot be counted is refused")
{
	uint64_t bad;

	driver_perf_configure(0, 0, BIT(1));
	EXPECT_EQUAL(driver_perf_command(PERF_ENABLE, 0xffff), 16);
	EXPECT_EQUAL(driver_perf_command(PERF_DISABLE, 0xffff), 16);
	EXPECT_EQUAL(driver_perf_command(0x55, 0), 1);
	EXPECT_EQUAL(driver_perf_command(0xff, 0), 1);
	driver_perf_configure(0, 0, 0);
	EXPECT_EQUAL(driver_perf_command(PERF_ENABLE, 0), 16);
	/* A group, then an event that is not there. */
	driver_perf_configure(0, 15, 1);
	EXPECT_EQUAL(driver_perf_command(PERF_ENABLE, 0), 16);
	bad = ~flow_read64(VTD_PERFEVNTCAP0) & 0xfffffff;
	driver_perf_configure(0, 0, bad & -bad);
	EXPECT_EQUAL(driver_perf_command(PERF_ENABLE, 0), 16);
	EXPECT(!(flow_read64(driver_perf_config(0)) & 1));
	driver_perf_configure(0, 0, BIT(1));
	EXPECT_EQUAL(driver_perf_command(PERF_ENABLE, 0), 0);
}
