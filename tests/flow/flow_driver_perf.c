/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */
/* Performance counters, as VT-d 11.4.13 and 11.4.14 have them programmed. */

#include "flow.h"

unsigned int driver_perf_command(unsigned int code, unsigned int operand)
{
	flow_write64(VTD_ECMD, (uint64_t)operand << 16 | code);
	WAIT(!(flow_read64(VTD_ECRSP) & 1));
	return (unsigned int)(flow_read64(VTD_ECRSP) >> 1 & 0x7f);
}

unsigned int driver_perf_counter(unsigned int n)
{
	uint64_t stride = flow_get(flow_read64(VTD_PERFCAP), UINT64_C(7) << 52);

	return flow_read32(VTD_PERFCNTROFF) + (n << (stride + 10));
}

unsigned int driver_perf_config(unsigned int n)
{
	return flow_read32(VTD_PERFCFGOFF) + n * 0x100;
}

void driver_perf_configure(unsigned int n, unsigned int group, uint64_t events)
{
	flow_write64(driver_perf_config(n),
		     (uint64_t)group << 8 | events << 32);
	flow_write64(driver_perf_counter(n), 0);
}
