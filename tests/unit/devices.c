/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "devices.h"

#include "msg.h"

#define WIDE 32U

static void enable_queue(struct bench *b)
{
	mock_set_reg(&b->m, VTD_IQA, BENCH_QUEUE | VTD_IQA_DW);
	mock_set_reg(&b->m, VTD_IQT, 0);
	host_gcmd(b, VTD_GCMD_TE | VTD_GCMD_QIE);
	bench_run(b);
	assert_true(mock_reg(&b->m, VTD_GSTS) & VTD_GSTS_QIES);
}

void devices_start(struct bench *b, uint64_t more, uint64_t less)
{
	pasids_start(b, DEVICES_ECAP | more, less);
	pasids_enable(b);
	enable_queue(b);
	mock_forget(&b->m);
}

int devices_setup(void **state)
{
	bench_setup(state);
	devices_start(*state, 0, 0);
	return 0;
}

void host_wide(struct bench *b, unsigned int index, uint64_t lo, uint64_t hi)
{
	uint64_t at = BENCH_QUEUE + WIDE * (uint64_t)index;

	guest_store(b, at, lo);
	guest_store(b, at + 8, hi);
	guest_store(b, at + 16, 0);
	guest_store(b, at + 24, 0);
}

void host_wide_tail(struct bench *b, unsigned int index)
{
	host_iqt(b, WIDE * (uint64_t)index);
}

uint64_t device_tlb_lo(uint16_t sid, unsigned int mip)
{
	return VTD_DESC_DEVICE_TLB | (uint64_t)mip << 16 | (uint64_t)sid << 32;
}

uint64_t pasid_device_tlb_lo(uint16_t sid, uint32_t pasid, unsigned int mip)
{
	return VTD_DESC_PASID_DEVICE_TLB | (uint64_t)mip << 4 |
	       (uint64_t)sid << 16 | (uint64_t)pasid << 32;
}

/* Type 3 has S in bit 64, the request in bit 11. */
void host_invalidates(struct bench *b, uint16_t sid, uint64_t range)
{
	unsigned int index = (unsigned int)mock_reg(&b->m, VTD_IQT) / WIDE;

	host_wide(b, index, device_tlb_lo(sid, 0),
		  (range & VTD_PAGE_MASK) | (range >> 11 & 1));
	host_wide_tail(b, (index + 1) % 128);
	bench_run(b);
}

uint64_t inv_req(uint16_t sid, unsigned int itag, uint64_t pasid)
{
	return GATE_KIND_MSG | (uint64_t)itag << 12 | (uint64_t)sid << 40 |
	       UINT64_C(2) << 56 | UINT64_C(1) << 60 | pasid;
}

static void message(struct bench *b, unsigned int msg, uint16_t sid,
		    uint64_t flags, uint64_t word1)
{
	mock_work(&b->m,
		  GATE_KIND_MSG | (uint64_t)msg << 56 | (uint64_t)sid << 40 |
			  flags,
		  word1, 0);
	bench_run(b);
}

void device_completes(struct bench *b, uint16_t sid, uint32_t itags,
		      unsigned int cc)
{
	message(b, GATE_MSG_IN_INV_DONE, sid, 0, itags | (uint64_t)cc << 32);
}

void ticks(struct bench *b, unsigned int n)
{
	while (n--) {
		mock_work(&b->m,
			  GATE_KIND_EVENT |
				  VTD_PUT(GATE_WORK0_EVENT, GATE_EVENT_TIMER),
			  0, 0);
		bench_run(b);
	}
}

void device_pages(struct bench *b, uint16_t sid, uint64_t flags, uint64_t word1)
{
	message(b, GATE_MSG_IN_PAGE_REQ, sid, flags, word1);
}

bool status_written(const struct bench *b)
{
	return (uint32_t)guest_load(b, BENCH_STATUS) == STATUS_DATA;
}
