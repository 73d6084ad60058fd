/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */
/* A traffic generator by its registers; they are described in dma_gen.sv. */
#ifndef SIM_DMA_GEN_H
#define SIM_DMA_GEN_H

#include <cstdint>

#include "sim.h"

enum GenPattern : uint8_t { kStream, kRandom, kMixed, kRogue };

/* Misdeeds of the rogue pattern, bits of GenJob::rogue. */
enum GenMisdeed : uint8_t {
	kOtherSource = 1 << 0,
	kCross4k = 1 << 1,
	kHole = 1 << 2,
	kReadOnly = 1 << 3,
	kTranslated = 1 << 4,
	kPasid = 1 << 5,
	kFixed = 1 << 6,
	kInterruptRange = 1 << 7
};

struct GenJob {
	GenPattern pattern = kStream;
	uint16_t sid = 0, other_sid = 0;
	uint64_t base = 0;
	unsigned span_log2 = 12;
	uint32_t bytes = 4096;
	unsigned beats_low = 8, beats_high = 8;
	unsigned reads = 8, writes = 8;            /* outstanding */
	unsigned read_share = 128, copy_share = 0; /* of 256 */
	bool one_id = false, check = false;
	uint32_t seed = 1, delta = 0;
	uint8_t rogue = 0; /* GenMisdeed bits */
	uint64_t hole = 0;
	/* log2 of the cycles W, R and B are held back at most; 0: never */
	unsigned hold_w = 0, hold_r = 0, hold_b = 0;
	bool has_pasid = false;
	uint32_t pasid = 0;
};

struct GenCounts {
	uint32_t requests, moved, errors, mismatches;
	uint32_t held_w, held_r, held_b; /* cycles */
	uint64_t first_bad;
};

/* The one right value of the aligned word at @addr. */
uint64_t gen_value(uint64_t addr, uint32_t delta, uint32_t seed);

class DmaGen
{
public:
	DmaGen(Sim &sim, unsigned index) : sim_(sim), index_(index)
	{
	}
	void start(const GenJob &job);
	void stop();
	bool busy() const
	{
		return sim_.model.gen_busy() >> index_ & 1;
	}
	GenCounts counts();

private:
	Sim &sim_;
	unsigned index_;
};

#endif
