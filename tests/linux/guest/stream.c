/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */
/* Checks with a device that is RTL and streams: only the SoC has one. */
#include "guest.h"

#include <sys/mman.h>

#define IOVA      0x10000000u
#define SPAN      0x10000u
#define NUM_WORDS (SPAN / sizeof(uint64_t))
#define SEED      0x600df00du

static uint32_t rotate(uint32_t x, unsigned int bits)
{
	return x << bits | x >> (32 - bits);
}

/* The pattern of rtl_harness/rtl/dma_gen.sv, DELTA 0. */
static uint64_t pattern(uint64_t addr)
{
	uint32_t u = (uint32_t)addr ^ (uint32_t)(addr >> 32);
	uint32_t lo = (u ^ SEED) + rotate(u, 13);
	uint32_t hi = (rotate(u, 22) ^ lo) + 0x9e3779b9u + SEED;

	return (uint64_t)hi << 32 | lo;
}

/* How many words of @mem are what the device writes there. */
static unsigned int count_right(const uint64_t *mem)
{
	unsigned int right = 0;

	for (unsigned int i = 0; i < NUM_WORDS; i++)
		right += mem[i] == pattern(IOVA + i * sizeof(uint64_t));
	return right;
}

static void check_there(struct vfio *v, uint64_t *mem)
{
	struct stream s = {
		.sid = v->sid,
		.iova = IOVA,
		.len = SPAN,
		.seed = SEED,
		.write = true,
	};
	enum dma_result res = box_stream(&s);
	unsigned int right = count_right(mem);

	check(res == DMA_OK && right == NUM_WORDS,
	      "RTL device writes %u words in %u bursts, %u right",
	      (unsigned int)NUM_WORDS, s.requests, right);
	s.write = false;
	res = box_stream(&s);
	check(res == DMA_OK && s.requests && !s.mismatches,
	      "and reads them in %u bursts, %u wrong", s.requests,
	      s.mismatches);
}

/* One page of it: every burst is asked for and refused by itself. */
static void check_gone(struct vfio *v, uint64_t *mem)
{
	struct stream s = {
		.sid = v->sid,
		.iova = IOVA,
		.len = PAGE,
		.seed = SEED,
		.write = true,
	};
	enum dma_result res;

	memory_fill(mem, SPAN, 11);
	res = box_stream(&s);
	check(res == DMA_REFUSED && s.refused == s.requests &&
		      memory_is(mem, SPAN, 11),
	      "unmapped, %u of %u bursts are refused, nothing changes",
	      s.refused, s.requests);
	check(box_faults_handled(), "the kernel takes in the faults");
}

void check_stream(struct vfio *devices)
{
	struct vfio *v = &devices[0];
	uint64_t *mem = memory_alloc(SPAN, 10);

	check(vfio_map(v, IOVA, mem, SPAN, true), "map %u KiB", SPAN >> 10);
	check_there(v, mem);
	check(vfio_unmap(v, IOVA, SPAN), "unmap them");
	check_gone(v, mem);
	munmap(mem, SPAN);
}
