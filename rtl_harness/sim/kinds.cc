/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "kinds.h"

extern "C" {
#include "gen/vtd_gate.h"
}

/* Registers of both, see dma_atc.sv and dma_shadow.sv. */
static constexpr unsigned kSid = 0x08, kCtrl = 0x80, kKinds = 0x84,
			  kFirst = 0x88, kLast = 0x90, kHold = 0x98,
			  kCounters = 0xa0, kMappings = 0xfc;
static constexpr uint32_t kOn = 1, kHello = 2, kReady = 1 << 3;

void kind_hold(Sim &sim, unsigned gen, unsigned what, unsigned log2,
	       uint16_t seed)
{
	sim.gen_write(gen, kHold, what | log2 << 4 | uint32_t{ seed } << 16);
}

void CachingDevice::on(uint16_t sid, bool pages, bool no_write,
		       unsigned prefetch)
{
	sim_.gen_write(kCachingGen, kSid, sid);
	sim_.gen_write(kCachingGen, kCtrl,
		       kOn | pages << 1 | no_write << 2 | (prefetch - 1) << 4);
}

CachingCounts CachingDevice::counts()
{
	auto at = [this](unsigned i) {
		return sim_.gen_read(kCachingGen, kCounters + 4 * i);
	};
	CachingCounts c = {};

	c.requests = at(0);
	c.answers = at(1);
	c.refused = at(2);
	c.denied = at(3);
	c.dropped = at(4);
	c.invalidations = at(5);
	c.dones = at(6);
	c.page_requests = at(7);
	c.page_responses = at(8);
	c.strange = at(9);
	c.reads = at(10);
	c.failed = at(11) + at(17);
	c.wait_cycles = at(12);
	c.inv_asking = at(13);
	c.inv_paging = at(14);
	c.inv_waited = at(15);
	c.writes = at(16);
	return c;
}

bool ShadowDevice::ready()
{
	return sim_.gen_read(kShadowGen, kCtrl) & kReady;
}

void ShadowDevice::on(uint16_t sid, uint64_t first, uint64_t last)
{
	sim_.gen_write(kShadowGen, kSid, sid);
	sim_.gen_write(kShadowGen, kKinds,
		       GATE_CLIENT_KIND_MAP | GATE_CLIENT_KIND_UNMAP);
	sim_.gen_write(kShadowGen, kFirst, static_cast<uint32_t>(first));
	sim_.gen_write(kShadowGen, kFirst + 4,
		       static_cast<uint32_t>(first >> 32));
	sim_.gen_write(kShadowGen, kLast, static_cast<uint32_t>(last));
	sim_.gen_write(kShadowGen, kLast + 4,
		       static_cast<uint32_t>(last >> 32));
	sim_.gen_write(kShadowGen, kCtrl, kOn | kHello);
}

ShadowCounts ShadowDevice::counts()
{
	auto at = [this](unsigned i) {
		return sim_.gen_read(kShadowGen, kCounters + 4 * i);
	};
	ShadowCounts c = {};

	c.maps = at(0);
	c.unmaps = at(1);
	c.lost = at(2);
	c.states = at(3);
	c.acks = at(4);
	c.refusals = at(5);
	c.odd = at(6);
	c.reads = at(7);
	c.writes = at(8);
	c.unmapped = at(9) + at(10);
	c.unready = at(11) + at(12);
	c.waited = at(13);
	c.mappings = sim_.gen_read(kShadowGen, kMappings);
	return c;
}
