/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

/* An enhanced command, waited for; its status (VT-d 11.4.14.3). */
static unsigned int command(unsigned int code, unsigned int operand)
{
	flow_write64(VTD_ECMD, (uint64_t)operand << 16 | code);
	WAIT(!(flow_read64(VTD_ECRSP) & 1));
	return (unsigned int)(flow_read64(VTD_ECRSP) >> 1 & 0x7f);
}

static unsigned int counter(unsigned int n)
{
	unsigned int stride =
		1u << (flow_get(flow_read64(VTD_PERFCAP), UINT64_C(7) << 52) +
		       10);

	return flow_read32(VTD_PERFCNTROFF) + n * stride;
}

static unsigned int config(unsigned int n)
{
	return flow_read32(VTD_PERFCFGOFF) + n * 0x100;
}

/* Counter @n counts @events of @group; not enabled yet. */
static void configure(unsigned int n, unsigned int group, uint64_t events)
{
	flow_write64(config(n), (uint64_t)group << 8 | events << 32);
	flow_write64(counter(n), 0);
}

#define ENABLE  0xf0
#define DISABLE 0xf1

FLOW_WITH(perf_freeze, flow_perf, "all counters freeze and go on")
{
	struct scalable_pasid space;
	struct driver d;

	driver_start_space(&d, &space, SCALABLE_SECOND);
	configure(0, 0, BIT(1));
	EXPECT_EQUAL(command(ENABLE, 0), 0);
	EXPECT_READS(SID, IOVA, PAGE_0);
	EXPECT_EQUAL(command(0xf4, 0), 0);
	EXPECT_EQUAL(flow_read64(flow_read32(VTD_PERFFRZOFF)), 0xf);
	EXPECT_READS(SID, IOVA, PAGE_0);
	EXPECT_READS(SID, IOVA, PAGE_0);
	EXPECT_EQUAL(flow_read64(counter(0)), 1);
	/* Disabled, a counter is no longer frozen (VT-d 11.4.13.12). */
	configure(1, 0, BIT(1));
	EXPECT_EQUAL(command(DISABLE, 1), 0);
	EXPECT_EQUAL(command(ENABLE, 1), 0);
	EXPECT_EQUAL(flow_read64(flow_read32(VTD_PERFFRZOFF)), 0xd);
	EXPECT_READS(SID, IOVA, PAGE_0);
	EXPECT_EQUAL(flow_read64(counter(0)), 1);
	EXPECT_EQUAL(flow_read64(counter(1)), 1);
	EXPECT_EQUAL(command(0xf5, 0), 0);
	EXPECT_EQUAL(flow_read64(flow_read32(VTD_PERFFRZOFF)), 0);
	EXPECT_READS(SID, IOVA, PAGE_0);
	EXPECT_EQUAL(flow_read64(counter(0)), 2);
}
