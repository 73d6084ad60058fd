/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */
/*
 * The only source of chance in the harness: everything random in a run
 * follows from its seed, so a seed is a rerun command.
 */
#ifndef SIM_RNG_H
#define SIM_RNG_H

#include <cstdint>

class Rng
{
public:
	/* @stream keeps users of one seed independent of each other. */
	explicit Rng(uint64_t seed = 1, uint64_t stream = 0)
		: state_(seed * 0x9e3779b97f4a7c15u +
			 stream * 0xd1342543de82ef95u + 1)
	{
	}

	uint64_t next()
	{
		uint64_t z = (state_ += 0x9e3779b97f4a7c15u);

		z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
		z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
		return z ^ (z >> 31);
	}

	/* 0 .. @n - 1; @n > 0. */
	uint32_t below(uint32_t n)
	{
		return static_cast<uint32_t>((next() >> 32) * n >> 32);
	}

	/* @low .. @high, both included. */
	uint32_t range(uint32_t low, uint32_t high)
	{
		return low + below(high - low + 1);
	}

	/* True in @n of @of cases. */
	bool chance(uint32_t n, uint32_t of)
	{
		return below(of) < n;
	}

private:
	uint64_t state_;
};

#endif
