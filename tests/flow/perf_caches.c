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

FLOW_WITH(perf_caches, flow_perf, "lookups and hits of the caches")
{
	struct scalable_pasid space;
	struct driver d;

	driver_start_space(&d, &space, SCALABLE_SECOND);
	configure(0, 3, BIT(0));
	configure(1, 3, BIT(1));
	configure(2, 2, BIT(2));
	configure(3, 1, BIT(0));
	for (unsigned int n = 0; n < 4; n++)
		EXPECT_EQUAL(command(ENABLE, n), 0);
	for (unsigned int i = 0; i < 5; i++)
		EXPECT_READS(SID, IOVA, PAGE_0);
	for (unsigned int n = 0; n < 4; n++)
		EXPECT_EQUAL(command(DISABLE, n), 0);
	/* The first was looked up at least once, the others were found. */
	EXPECT_EQUAL(flow_read64(counter(1)), 4);
	EXPECT(flow_read64(counter(0)) >= 5);
	EXPECT_EQUAL(flow_read64(counter(2)), 1);
	/* Root, context, directory, PASID entry, four levels. */
	EXPECT(flow_read64(counter(3)) >= 8);
}
