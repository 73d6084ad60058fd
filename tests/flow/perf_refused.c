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

/*
 * VT-d 11.4.14: status 16 of F0h and F1h, 1 of commands that are not there.
 */
FLOW_WITH(perf_refused, flow_perf, "what cannot be counted is refused")
{
	uint64_t bad;

	configure(0, 0, BIT(1));
	EXPECT_EQUAL(command(ENABLE, 0xffff), 16);
	EXPECT_EQUAL(command(DISABLE, 0xffff), 16);
	EXPECT_EQUAL(command(0x55, 0), 1);
	EXPECT_EQUAL(command(0xff, 0), 1);
	configure(0, 0, 0);
	EXPECT_EQUAL(command(ENABLE, 0), 16);
	/* A group, then an event that is not there. */
	configure(0, 15, 1);
	EXPECT_EQUAL(command(ENABLE, 0), 16);
	bad = ~flow_read64(VTD_PERFEVNTCAP0) & 0xfffffff;
	configure(0, 0, bad & -bad);
	EXPECT_EQUAL(command(ENABLE, 0), 16);
	EXPECT(!(flow_read64(config(0)) & 1));
	configure(0, 0, BIT(1));
	EXPECT_EQUAL(command(ENABLE, 0), 0);
}
