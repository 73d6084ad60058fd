/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */
/* Devices of a random run that get messages of the engine. */

#include "seed_run.h"

/*
 * As powers of two. What is handed out to devices must be taken in time; what
 * they hand in may wait so long that more of it comes together.
 */
static constexpr unsigned kMostHold = 6, kLongHold = 7;

/* Tables say that the caching device may cache, with PASID too. */
void SeedRun::prepare_kinds()
{
	if (kinds_.caching) {
		s_.world.let_cache(s_.world.devices[kCachingGen]);
		if (scalable_)
			s_.world.devices[kPorts + kCachingGen].caches = true;
		s_.sim.board.set_rules(kCachingGen, &ats_);
	}
	if (kinds_.shadow)
		s_.sim.board.set_rules(kShadowGen, &told_);
	if (!kinds_.caching && !kinds_.shadow)
		return;
	perf_.devices_refuse([this] {
		ShadowCounts s = shadow_.counts();

		return uint64_t{ caching_.counts().failed } + s.unmapped +
		       s.unready;
	});
}

void SeedRun::hold(unsigned gen)
{
	unsigned what = kind_rng_.below(8);
	unsigned log2 = kind_rng_.below(kMostHold + 1);

	if (kind_rng_.chance(1, 3)) {
		what = kHoldPosted;
		log2 = kLongHold;
	}
	kind_hold(s_.sim, gen, what, log2,
		  static_cast<uint16_t>(kind_rng_.next()));
}

/* Enough changes to say something, if it takes no longer. */
bool SeedRun::told_enough() const
{
	uint64_t cycles = s_.sim.cycles_run();

	return (!kinds_.caching || cycles >= kCachingCycles ||
		ats_.invalidations() >= kToldAtLeast) &&
	       (!kinds_.shadow || cycles >= kShadowCycles ||
		told_.unmaps() >= kToldAtLeast);
}

void SeedRun::switch_on_caching()
{
	bool no_write = kind_rng_.chance(1, 2);
	uint16_t sid = s_.world.devices[kCachingGen].sid;

	ats_.watch(sid, no_write);
	caching_.on(sid, false, no_write, kind_rng_.range(1, 8));
}

/* Now and then its range ends in the middle of a page. */
void SeedRun::switch_on_shadow()
{
	const Device &d = s_.world.devices[kShadowGen];
	uint64_t first = d.regions[0].iova;
	uint64_t last = kHuge + TABLES_PAGE_1G - 1;

	if (kind_rng_.chance(1, 3))
		last -= TABLES_PAGE_1G / 2;
	told_.watch(d.sid, first, last,
		    [this] { return s_.sim.model.shadow(); });
	shadow_.on(d.sid, first, last);
	if (kind_rng_.chance(3, 4))
		s_.sim.until([this] { return told_.ready(); }, kReadyLimit);
}

void SeedRun::switch_on_kinds()
{
	hold(kCachingGen);
	hold(kShadowGen);
	if (kinds_.caching)
		switch_on_caching();
	if (kinds_.shadow)
		switch_on_shadow();
}

/* Who is told of changes sees many of them. */
unsigned SeedRun::pick_changed()
{
	unsigned kind = kind_rng_.below(4);

	if (kinds_.caching && (!kind || (kind == 1 && !kinds_.shadow)))
		return kCachingGen;
	if (kinds_.shadow && kind && kind < 3)
		return kShadowGen;
	return rng_.below(kPorts);
}

void SeedRun::cover_caching()
{
	Coverage &cover = s_.sim.coverage;
	CachingCounts c = caching_.counts();

	ats_.finish();
	if (c.strange || c.requests != c.answers)
		s_.sim.board.fail("caching device: %u requests, %u answers, %u "
				  "messages out of place",
				  c.requests, c.answers, c.strange);
	if (c.dropped)
		cover.hit(kCover_ats_dropped);
	if (c.inv_asking)
		cover.hit(kCover_inv_while_asking);
	if (c.inv_waited)
		cover.hit(kCover_inv_waited_dma);
	if (c.reads + c.writes)
		cover.hit(kCover_translated);
	if (ats_.invalidations() > s_.driver.stats.device_tlbs)
		cover.hit(kCover_inv_own);
}

void SeedRun::cover_shadow()
{
	ShadowCounts c = shadow_.counts();

	if (c.odd || c.refusals || c.lost)
		s_.sim.board.fail("shadow device: %u messages odd, %u refused, "
				  "lost %u times",
				  c.odd, c.refusals, c.lost);
	if (c.unready)
		s_.sim.coverage.hit(kCover_shadow_unready);
	if (c.waited)
		s_.sim.coverage.hit(kCover_unmap_waited_dma);
}

void SeedRun::cover_kinds()
{
	if (kinds_.caching)
		cover_caching();
	if (kinds_.shadow)
		cover_shadow();
}
