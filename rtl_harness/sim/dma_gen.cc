/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "dma_gen.h"

enum Register : unsigned {
	kCtrl = 0x00,
	kMode = 0x04,
	kSid = 0x08,
	kBaseLow = 0x0c,
	kBaseHigh = 0x10,
	kSpan = 0x14,
	kBytes = 0x18,
	kBurst = 0x1c,
	kSeed = 0x20,
	kDelta = 0x24,
	kRogueBits = 0x28,
	kHoleLow = 0x2c,
	kHoleHigh = 0x30,
	kHold = 0x34,
	kPasidValue = 0x38,
	kRequests = 0x40,
	kMoved = 0x44,
	kErrors = 0x48,
	kMismatches = 0x4c,
	kFirstBadLow = 0x50,
	kFirstBadHigh = 0x54,
	kHeldW = 0x58,
	kHeldR = 0x5c,
	kHeldB = 0x60
};

static uint32_t rotl(uint32_t v, unsigned n)
{
	return v << n | v >> (32 - n);
}

uint64_t gen_value(uint64_t addr, uint32_t delta, uint32_t seed)
{
	uint32_t u = (static_cast<uint32_t>(addr) & ~7u & ~delta) ^
		     static_cast<uint32_t>(addr >> 32);
	uint32_t lo = (u ^ seed) + rotl(u, 13);
	uint32_t hi = (rotl(u, 22) ^ lo) + 0x9e3779b9u + seed;

	return uint64_t{ hi } << 32 | lo;
}

void DmaGen::start(const GenJob &j)
{
	auto put = [this](unsigned reg, uint32_t value) {
		sim_.gen_write(index_, reg, value);
	};

	put(kMode, j.pattern | j.one_id << 2 | j.check << 3 |
			   j.read_share << 8 | j.copy_share << 16);
	put(kSid, j.sid | uint32_t{ j.other_sid } << 16);
	put(kBaseLow, static_cast<uint32_t>(j.base));
	put(kBaseHigh, static_cast<uint32_t>(j.base >> 32));
	put(kSpan, j.span_log2);
	put(kBytes, j.bytes);
	put(kBurst, (j.beats_low - 1) | (j.beats_high - 1) << 8 |
			    j.reads << 16 | j.writes << 20);
	put(kSeed, j.seed ? j.seed : 1);
	put(kDelta, j.delta);
	put(kRogueBits, j.rogue);
	put(kHoleLow, static_cast<uint32_t>(j.hole));
	put(kHoleHigh, static_cast<uint32_t>(j.hole >> 32));
	put(kHold, j.hold_w | j.hold_r << 4 | j.hold_b << 8);
	put(kPasidValue, j.has_pasid ? 0x80000000u | j.pasid : 0);
	put(kCtrl, 1);
}

void DmaGen::stop()
{
	sim_.gen_write(index_, kCtrl, 2);
}

GenCounts DmaGen::counts()
{
	GenCounts c;

	c.requests = sim_.gen_read(index_, kRequests);
	c.moved = sim_.gen_read(index_, kMoved);
	c.errors = sim_.gen_read(index_, kErrors);
	c.mismatches = sim_.gen_read(index_, kMismatches);
	c.held_w = sim_.gen_read(index_, kHeldW);
	c.held_r = sim_.gen_read(index_, kHeldR);
	c.held_b = sim_.gen_read(index_, kHeldB);
	c.first_bad = sim_.gen_read(index_, kFirstBadLow) |
		      uint64_t{ sim_.gen_read(index_, kFirstBadHigh) } << 32;
	return c;
}
