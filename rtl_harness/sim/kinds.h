/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */
/*
 * The devices behind generators 1 and 2: one that caches translations
 * (dma_atc.sv) and one with a shadow of the mapping (dma_shadow.sv), by their
 * registers. Both take their source id from their generator's.
 */
#ifndef SIM_KINDS_H
#define SIM_KINDS_H

#include <cstdint>

#include "sim.h"

constexpr unsigned kCachingGen = 1, kShadowGen = 2;

/* What a device's shim holds back now and then: bits. */
enum KindHold : unsigned {
	kHoldRequests = 1 << 0, /* for translations */
	kHoldPosted = 1 << 1,
	kHoldIncoming = 1 << 2
};

/*
 * @what is held back for 32 * 2^@log2 cycles at a time, @log2 at most 6, or
 * the block gives the device up.
 */
void kind_hold(Sim &sim, unsigned gen, unsigned what, unsigned log2,
	       uint16_t seed);

struct CachingCounts {
	uint32_t requests, answers, refused, denied, dropped;
	uint32_t invalidations, dones, page_requests, page_responses;
	uint32_t strange, reads, writes, failed;
	uint32_t wait_cycles; /* of reads, for an answer */
	uint32_t inv_asking, inv_paging, inv_waited;
};

class CachingDevice
{
public:
	explicit CachingDevice(Sim &sim) : sim_(sim)
	{
	}
	/* @prefetch: translations asked for at once, 1 to 8. */
	void on(uint16_t sid, bool pages, bool no_write, unsigned prefetch);
	CachingCounts counts();

private:
	Sim &sim_;
};

struct ShadowCounts {
	uint32_t maps, unmaps, lost, states, acks, refusals, odd;
	uint32_t reads, writes, unmapped, unready, waited, mappings;
};

class ShadowDevice
{
public:
	explicit ShadowDevice(Sim &sim) : sim_(sim)
	{
	}
	/* Registers for @first to @last, a last byte; READY comes later. */
	void on(uint16_t sid, uint64_t first, uint64_t last);
	/* Until then its requests are errors, and never leave it. */
	bool ready();
	ShadowCounts counts();

private:
	Sim &sim_;
};

#endif
