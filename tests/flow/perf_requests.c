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

FLOW_WITH(perf_requests, flow_perf,
	  "a counter counts requests while it is enabled")
{
	struct scalable_pasid space;
	struct driver d;

	driver_start_space(&d, &space, SCALABLE_SECOND);
	configure(0, 0, BIT(1));
	EXPECT_READS(SID, IOVA, PAGE_0);
	EXPECT_EQUAL(flow_read64(counter(0)), 0);
	EXPECT_EQUAL(command(ENABLE, 0), 0);
	EXPECT(flow_read64(config(0)) & 1);
	for (unsigned int i = 0; i < 5; i++)
		EXPECT_READS(SID, IOVA, PAGE_0);
	EXPECT_WRITES(SID, IOVA, PAGE_0);
	EXPECT_EQUAL(command(DISABLE, 0), 0);
	EXPECT(!(flow_read64(config(0)) & 1));
	EXPECT_READS(SID, IOVA, PAGE_0);
	EXPECT_EQUAL(flow_read64(counter(0)), 6);
}
