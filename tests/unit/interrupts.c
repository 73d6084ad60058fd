/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "interrupts.h"

#include "irq.h"

#define LEVELS (VTD_GCMD_TE | VTD_GCMD_QIE | VTD_GCMD_IRE | VTD_GCMD_CFI)

struct vtd_config interrupts_config(void)
{
	struct vtd_config config = bench_config();

	config.cap |= VTD_CAP_PI;
	config.ecap |= VTD_ECAP_IR | VTD_ECAP_EIM | VTD_PUT(VTD_ECAP_MHMV, 15);
	return config;
}

void interrupts_start(struct bench *b, const struct vtd_config *config,
		      uint64_t irta)
{
	bench_start(b, config);
	host_sirtp(b, irta);
	host_switches(b, VTD_GCMD_IRE, 0);
	assert_true(mock_reg(&b->m, VTD_GSTS) & VTD_GSTS_IRES);
	mock_forget(&b->m);
}

int interrupts_setup(void **state)
{
	struct vtd_config config = interrupts_config();

	bench_setup(state);
	interrupts_start(*state, &config, XAPIC);
	return 0;
}

void host_switches(struct bench *b, uint32_t set, uint32_t clear)
{
	uint32_t levels = (uint32_t)mock_reg(&b->m, VTD_GCMD) & LEVELS;

	host_gcmd(b, (levels | set) & ~clear);
	bench_run(b);
}

void host_sirtp(struct bench *b, uint64_t irta)
{
	mock_set_reg(&b->m, VTD_IRTA, irta);
	host_switches(b, VTD_GCMD_SIRTP, 0);
	assert_true(mock_reg(&b->m, VTD_GSTS) & VTD_GSTS_IRTPS);
}

void host_entry(struct bench *b, unsigned int index, uint64_t lo, uint64_t hi)
{
	guest_store(b, IRT + 16 * (uint64_t)index, lo);
	guest_store(b, IRT + 16 * (uint64_t)index + 8, hi);
}

/* P, IM, vector 23:16, address bits 31:6 from 63:38; no source check. */
void host_posts(struct bench *b, unsigned int index, unsigned int vector,
		uint64_t flags)
{
	host_entry(b, index,
		   1 | 1 << 15 | vector << 16 | DESCRIPTOR >> 6 << 38 | flags,
		   DESCRIPTOR >> 32 << 32);
}

uint32_t interrupt_addr(unsigned int handle, bool shv)
{
	return 0xfee00010U | (handle & 0x7fff) << 5 | (handle >> 15 & 1) << 2 |
	       (shv ? 8 : 0);
}

void device_signals(struct bench *b, uint16_t sid, unsigned int index)
{
	device_interrupts(b, sid, interrupt_addr(index, false), 0);
}

void assert_delivered(const struct bench *b)
{
	assert_int_equal(bench_action(b), GATE_ACTION_ACK);
	assert_no_record(b);
}

void assert_interrupt_fault(const struct bench *b, enum vtd_fault reason,
			    unsigned int index)
{
	assert_faulted(b, SID, (uint64_t)index << 48, reason);
}

void interrupts_again(struct bench *b)
{
	for (unsigned int n = 0; n < MOCK_RECORDS; n++)
		mock_set_reg(&b->m, VTD_FRCDH + 16 * n, 0);
	b->v->faults.next = 0;
	irq_cache_drop_all(b->v);
	mock_forget(&b->m);
}
