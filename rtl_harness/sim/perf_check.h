/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */
/*
 * Performance counters of the block against what was seen from outside
 * meanwhile: handshakes and answers of devices, bursts of the table port,
 * units of work that the firmware takes. Counters begin anywhere, also short
 * of rolling over.
 */
#ifndef SIM_PERF_CHECK_H
#define SIM_PERF_CHECK_H

#include <array>
#include <cstdint>
#include <functional>

#include "rng.h"
#include "sim.h"

/* What a count has to be; a range where the outside cannot know it all. */
struct PerfRange {
	uint64_t least, most;
};

class PerfCheck
{
public:
	PerfCheck(Sim &sim, bool scalable) : sim_(sim), scalable_(scalable)
	{
	}

	/*
	 * Some devices refuse requests that the block never sees: @count tells
	 * how many so far. What firmware looks up for them is not compared.
	 */
	void devices_refuse(std::function<uint64_t()> count)
	{
		refused_ = std::move(count);
	}
	/*
	 * Enables all counters, each for an event that @rng chooses. No
	 * device may have a request under way, then or when it finishes.
	 */
	void start(Rng &rng);
	/* Disables them and compares; differences are failures of the board. */
	void finish();

private:
	static constexpr unsigned kCounters = 4;

	/* Everything that is counted, at one moment. */
	struct Seen {
		Tallies tallies;
		uint64_t requests = 0, refused = 0, reads = 0, locked = 0,
			 entries = 0;
	};

	Seen seen();
	void settle();
	bool command(unsigned code, unsigned counter);
	PerfRange clocks(unsigned counter) const;
	PerfRange expected(unsigned counter) const;
	void compare(unsigned counter);
	void compare_overflow(unsigned counter, const PerfRange &range);

	Sim &sim_;
	bool scalable_;
	std::function<uint64_t()> refused_;
	Seen before_, after_;
	struct Counter {
		unsigned event = 0;
		uint64_t first = 0;     /* its value at the start */
		uint64_t on[2], off[2]; /* command given, finished */
	};
	std::array<Counter, kCounters> counters_{};
};

#endif
