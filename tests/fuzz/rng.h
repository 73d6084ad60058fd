/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

/*
 * Random numbers that are the same everywhere: a case is its seed and index
 * (splitmix64, public domain construction).
 */
#ifndef TESTS_FUZZ_RNG_H
#define TESTS_FUZZ_RNG_H

#include <stdbool.h>
#include <stdint.h>

struct rng {
	uint64_t state;
};

static inline uint64_t rng_mix(uint64_t z)
{
	z = (z ^ z >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
	z = (z ^ z >> 27) * UINT64_C(0x94d049bb133111eb);
	return z ^ z >> 31;
}

static inline struct rng rng_for(uint64_t seed, uint64_t index)
{
	struct rng r = { rng_mix(seed) ^ rng_mix(~index) };

	return r;
}

static inline uint64_t rng_u64(struct rng *r)
{
	r->state += UINT64_C(0x9e3779b97f4a7c15);
	return rng_mix(r->state);
}

/* 0 .. @n - 1; the bias is of no weight for small @n. */
static inline uint32_t rng_below(struct rng *r, uint32_t n)
{
	return (uint32_t)((rng_u64(r) >> 32) * n >> 32);
}

static inline bool rng_percent(struct rng *r, uint32_t percent)
{
	return rng_below(r, 100) < percent;
}

#endif
