/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */
/*
 * Random runs. Everything differs by seed: what devices do, how memory
 * answers, what the host changes and when. Each run is long enough to count
 * and checked in every word and byte; what situations came about is counted
 * over all of them.
 */

#include <cinttypes>
#include <cstdio>

#include "report.h"
#include "seed_run.h"
#include "trace_ring.h"

static bool is_scalable(uint64_t seed)
{
	return seed % kScalableEvery == 0 && seed % kStormEvery;
}

static SeedKinds choose_kinds(uint64_t seed)
{
	Rng rng(seed, kKindStream);
	SeedKinds kinds;

	if (!(seed % kStormEvery))
		return kinds;
	kinds.caching = rng.chance(1, 2);
	kinds.shadow = rng.chance(1, 5);
	kinds.cm = rng.chance(1, 6) || kinds.shadow;
	return kinds;
}

/* Caching mode brings addresses of 48 bits, as other sets do. */
static ConfigPins choose_pins(uint64_t seed)
{
	if (choose_kinds(seed).cm)
		return session_caching_pins();
	return is_scalable(seed) ? session_full_pins() : session_default_pins();
}

SeedRun::SeedRun(const Options &options, uint64_t seed)
	: kinds_(choose_kinds(seed)), s_(options, choose_pins(seed)),
	  rng_(seed, 1), kind_rng_(seed, kKindStream + 1), caching_(s_.sim),
	  shadow_(s_.sim), ats_(s_.sim.board, s_.sim.truth, s_.sim.coverage),
	  told_(s_.sim.board, s_.sim.truth, s_.sim.coverage),
	  perf_(s_.sim, is_scalable(seed)), seed_(seed),
	  scalable_(is_scalable(seed)), rogue_(rng_.chance(1, 4)),
	  storm_(seed % kStormEvery == 0), clears_(rng_.below(9))
{
	s_.driver.scalable = scalable_;
	s_.world.caching_mode = kinds_.cm;
	/* With hundreds of records a host that takes none is no use. */
	if (scalable_)
		clears_ = 8;
	s_.sim.board.judge_messages = true;
}

bool SeedRun::enough() const
{
	if (storm_ && !s_.sim.coverage.count(kCover_tag_sweep) &&
	    s_.sim.cycles_run() < kStormCycles)
		return false;
	return s_.sim.cycles_run() >= kCyclesAtLeast &&
	       s_.sim.board.translated >= kTranslatedAtLeast && told_enough();
}

/* Everything comes to an end, and memory is what devices wrote. */
bool SeedRun::wind_down()
{
	Sim &sim = s_.sim;

	for (DmaGen &g : s_.gen)
		g.stop();
	auto quiet = [&] {
		return !sim.model.gen_busy() && sim.bfm.idle() &&
		       !sim.board.outstanding() &&
		       (!waiting_ || s_.driver.completed());
	};
	if (!sim.until(quiet, kDrainLimit)) {
		sim.board.fail("%u requests are never answered",
			       sim.board.outstanding());
		return false;
	}
	if (waiting_)
		s_.world.completed();
	sim.memory.heal_all();
	s_.world.commit();
	s_.driver.take_faults();
	s_.world.compare();
	sim.run(kIdleCycles);
	perf_.finish();
	if (sim.board.messages_due())
		sim.board.fail("%zu interrupts have sent no message",
			       sim.board.messages_due());
	cover_kinds();
	trace_ring_compare(sim.fw, s_.lock, sim.board);
	if (sim.tbl_store.failed)
		sim.coverage.hit(kCover_table_error);
	cover_locks();
	return s_.ok();
}

/* Locked updates, those that another writer came before, and what it wrote. */
void SeedRun::cover_locks()
{
	Sim &sim = s_.sim;
	uint64_t won;

	if (!s_.driver.races_kept(&won))
		sim.board.fail("a locked update undid what the host wrote");
	if (won)
		sim.coverage.hit(kCover_update_raced);
	if (sim.tbl_store.locked > sim.tbl_store.locks_lost)
		sim.coverage.hit(kCover_update_locked);
	if (sim.tbl_store.locks_lost)
		sim.coverage.hit(kCover_update_lost);
	for (const Device &d : s_.world.devices) {
		switch (d.space.kind) {
		case SpaceKind::Legacy:
			sim.coverage.hit(kCover_legacy);
			break;
		case SpaceKind::First:
			sim.coverage.hit(kCover_first_stage);
			break;
		case SpaceKind::Second:
			sim.coverage.hit(kCover_second_stage);
			break;
		case SpaceKind::Nested:
			sim.coverage.hit(kCover_nested);
			break;
		case SpaceKind::Pass:
			sim.coverage.hit(kCover_pass_through);
			break;
		}
	}
}

/* Where a device is told of changes, others leave the firmware time for it. */
void SeedRun::begin_all()
{
	bool others = !kinds_.shadow || kind_rng_.chance(1, 6);

	for (unsigned i = others ? 0 : 1; i < 3; i++)
		if (!s_.gen[i].busy()) {
			cover_holds(i);
			begin(i);
		}
	if (!others)
		return;
	if (!rogue_)
		bfm_request();
	else if (!s_.gen[3].busy())
		begin_rogue();
}

bool SeedRun::run()
{
	if (!s_.up)
		return false;
	choose_memory();
	build_world();
	s_.sim.model.bfm_select(!rogue_);
	prepare_kinds();
	s_.driver.start();
	Rng events(seed_, 5);
	perf_.start(events);
	switch_on_kinds();
	while (s_.ok() && !enough()) {
		begin_all();
		s_.sim.run(rng_.range(1, 800));
		host_work();
		if (s_.sim.cycles_run() > kCyclesAtMost)
			s_.sim.board.fail("only %" PRIu64
					  " requests translated",
					  s_.sim.board.translated);
	}
	return s_.ok() && wind_down();
}

void SeedRun::print(bool ok) const
{
	const Scoreboard &b = s_.sim.board;

	printf("seed %" PRIu64 " %s: %" PRIu64 " cycles, %" PRIu64
	       " translated, %" PRIu64 " misses, %" PRIu64
	       " invalidations, %" PRIu64 " faults, %" PRIu64 " words\n",
	       seed_, ok ? "ok" : "FAIL", s_.sim.cycles_run(), b.translated,
	       s_.sim.mailbox.stats.misses, s_.driver.stats.batches,
	       s_.lock.fault_count, s_.lock.words());
	s_.print_failures();
	if (!ok)
		printf("rerun: %s seeds --seed %" PRIu64 "\nwaves: %s\n",
		       s_.options.program.c_str(), seed_,
		       s_.waves(seed_).c_str());
}

int job_seeds(const Options &options)
{
	Coverage all;
	uint64_t failed = 0, cycles = 0;

	report_seconds();
	for (uint64_t n = 0; n < options.seeds; n++) {
		SeedRun run(options, options.seed + n);
		bool ok = run.run();

		failed += !ok;
		cycles += run.cycles();
		all.add(run.coverage());
		if (!ok || !options.quiet)
			run.print(ok);
		fflush(stdout);
	}
	for (unsigned i = 0; i < kCoverCount; i++)
		printf("cover %s %" PRIu64 "\n", cover_name(i), all.count(i));
	printf("%" PRIu64 " seeds, %" PRIu64 " failed, %" PRIu64
	       " cycles, %.0f kHz\n",
	       options.seeds, failed, cycles, cycles / report_seconds() / 1000);
	return failed != 0;
}
