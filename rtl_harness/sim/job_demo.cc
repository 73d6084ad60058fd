/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */
/*
 * The main job: three devices stream, jump and mix through pages of all
 * sizes while the host moves the frames under them. The first is a plain one,
 * the second caches translations and asks for pages that are not there, the
 * third has a shadow of the mapping. A fourth does what it must not.
 */

#include <cinttypes>
#include <cstdio>
#include <unistd.h>

#include "kinds.h"
#include "report.h"
#include "session.h"
#include "trace_ring.h"

namespace
{

/* One after the other: what lies between a shadow's pages takes time too. */
constexpr uint64_t kHuge = 0x100000000, kBig = kHuge - TABLES_PAGE_2M,
		   kSmall = kBig - 0x40000;
constexpr unsigned kSparePages = 8;
constexpr uint64_t kHole = 0x20200000; /* and a read-only page 1 MiB on */
constexpr uint32_t kDataSeed = 0x1337, kDelta = 0x8000;
constexpr unsigned kSpanLog2 = 18, kSpareLog2 = 15;
constexpr uint32_t kPhaseBytes = 400 << 10, kSpareBytes = 64 << 10;
constexpr unsigned kInvalid = 1; /* page response: no such page */
constexpr uint64_t kIdleCycles = 100000;
constexpr uint64_t kStep = 3000, kCycleLimit = 40000000;

struct Actor {
	const char *name;
	GenPattern pattern;
	unsigned beats_low, beats_high, small_log2, order, phases;
	Device *device = nullptr;
	unsigned phase = 0;
	uint64_t moved = 0, mismatches = 0;
	bool running = false;
};

class Demo
{
public:
	explicit Demo(const Options &options);
	int run();

private:
	Device &add(uint16_t sid, uint16_t did, unsigned levels);
	void map_everything();
	void switch_on();
	void check_kinds();
	void check_shadow(const ShadowCounts &counts);
	unsigned region_of(const Actor &actor) const;
	bool may_begin(unsigned index);
	void begin(unsigned index);
	bool step_actors();
	void collect(unsigned index);
	void misbehave();
	bool may_move(unsigned actor, unsigned region) const;
	void give_pages();
	void change_mappings();
	void stop_mid_burst();
	void progress();
	void report();

	Session s_;
	CachingDevice caching_;
	ShadowDevice shadow_;
	Rng rng_;
	Actor actors_[3] = {
		{ "plain", kStream, 8, 8, 18, 0, 3 },
		{ "caching", kRandom, 1, 8, 16, 1, 4 },
		{ "shadow", kMixed, 1, 32, 16, 2, 3 },
	};
	uint64_t fault_records_ = 0, rogue_runs_ = 0;
	unsigned traced_ = 0;
	double shown_ = 0;
	bool tty_;
};

Demo::Demo(const Options &options)
	: s_(options, session_caching_pins()), caching_(s_.sim),
	  shadow_(s_.sim), rng_(options.seed, 7), tty_(isatty(STDOUT_FILENO))
{
	s_.world.fill_with(kDataSeed, kDelta);
	s_.driver.scalable = true;
	s_.world.caching_mode = true;
}

Device &Demo::add(uint16_t sid, uint16_t did, unsigned levels)
{
	Space space;

	space.sid = sid;
	space.did = did;
	space.kind = SpaceKind::Second;
	return s_.world.add(space, levels, SCALABLE_PWSNP);
}

void Demo::map_everything()
{
	for (unsigned i = 0; i < 3; i++) {
		Actor &a = actors_[i];
		Device &d = add(0x0100 * (i + 1), i + 1, 4);
		unsigned pages = 1u << (a.small_log2 - 12);

		s_.world.add_region(d, kBig - pages * TABLES_PAGE_4K,
				    TABLES_PAGE_4K, pages);
		s_.world.add_region(d, kBig, TABLES_PAGE_2M, 1);
		s_.world.add_region(d, kHuge, TABLES_PAGE_1G, 1);
		s_.world.add_region(d, kHuge + TABLES_PAGE_1G, TABLES_PAGE_4K,
				    kSparePages);
		a.device = &d;
	}
	s_.world.let_cache(*actors_[kCachingGen].device);
	Device &rogue = add(0x0418, 4, 3);
	s_.world.add_region(rogue, kSmall, TABLES_PAGE_4K, 4);
	s_.world.add_region(rogue, kHole ^ 0x100000, TABLES_PAGE_4K, 1);
	s_.world.protect(rogue, rogue.regions[1], 0, TABLES_R);
}

void Demo::switch_on()
{
	const Device &d = *actors_[kShadowGen].device;

	caching_.on(actors_[kCachingGen].device->sid, true, false, 1);
	shadow_.on(d.sid, d.regions[0].iova,
		   d.regions[3].iova + kSparePages * TABLES_PAGE_4K - 1);
}

/* What it holds is what it was told, and what is mapped. */
void Demo::check_shadow(const ShadowCounts &s)
{
	unsigned mapped = 0;

	for (const Region &r : actors_[kShadowGen].device->regions)
		for (uint8_t perm : r.perm)
			mapped += perm != 0;
	if (!s.maps || !s.reads || !s.writes || s.odd || s.lost ||
	    s.refusals || s.acks != s.maps + s.unmaps ||
	    s.mappings != s.maps - s.unmaps || s.mappings != mapped)
		s_.sim.board.fail("shadow device: %u MAPs, %u UNMAPs, %u "
				  "acknowledged, %u mappings of %u, %u odd, "
				  "lost %u times",
				  s.maps, s.unmaps, s.acks, s.mappings, mapped,
				  s.odd, s.lost);
}

/* Who was told nothing, or something odd, has not shown anything. */
void Demo::check_kinds()
{
	CachingCounts c = caching_.counts();
	ShadowCounts s = shadow_.counts();

	report_kinds(s_, c, s);
	if (!c.requests || !c.reads || !c.writes || c.strange ||
	    c.requests != c.answers || !c.dones != !c.invalidations ||
	    c.page_requests != c.page_responses)
		s_.sim.board.fail("caching device: %u requests, %u answers, %u "
				  "invalidations, %u pages asked for, %u "
				  "answered, %u messages out of place",
				  c.requests, c.answers, c.invalidations,
				  c.page_requests, c.page_responses, c.strange);
	check_shadow(s);
}

/* The last phase is among pages that come and go. */
unsigned Demo::region_of(const Actor &a) const
{
	return a.phase == 3 ? 3 : (a.order + a.phase) % 3;
}

/* A shadow that is not READY has nothing to go by. */
bool Demo::may_begin(unsigned i)
{
	return i != kShadowGen || shadow_.ready();
}

void Demo::begin(unsigned i)
{
	Actor &a = actors_[i];
	unsigned region = region_of(a);
	GenJob job;

	job.pattern = a.pattern;
	job.sid = a.device->sid;
	job.base = a.device->regions[region].iova;
	job.span_log2 = region == 0 ? a.small_log2 :
			region == 3 ? kSpareLog2 :
				      kSpanLog2;
	job.bytes = region == 3 ? kSpareBytes : kPhaseBytes;
	job.beats_low = a.beats_low;
	job.beats_high = a.beats_high;
	job.read_share = 128;
	job.copy_share = a.pattern == kMixed ? 64 : 0;
	job.check = true;
	job.seed = kDataSeed;
	job.delta = kDelta;
	s_.gen[i].start(job);
	a.running = true;
}

void Demo::collect(unsigned i)
{
	Actor &a = actors_[i];
	GenCounts c = s_.gen[i].counts();

	a.moved += c.moved;
	a.mismatches += c.mismatches;
	a.phase++;
	a.running = false;
	if (c.errors || c.mismatches)
		s_.sim.board.fail("%s device: %u errors, %u wrong beats, first "
				  "at %" PRIx64,
				  a.name, c.errors, c.mismatches, c.first_bad);
}

/* False when all have moved what they were to move. */
bool Demo::step_actors()
{
	bool more = false;

	for (unsigned i = 0; i < 3; i++) {
		if (actors_[i].running && !s_.gen[i].busy())
			collect(i);
		bool left = actors_[i].phase < actors_[i].phases;
		if (!actors_[i].running && left && may_begin(i))
			begin(i);
		more |= left;
	}
	return more;
}

void Demo::misbehave()
{
	GenJob job;

	if (s_.gen[3].busy())
		return;
	job.pattern = kRogue;
	job.sid = 0x0418;
	job.other_sid = 0x0777;
	job.base = kSmall;
	job.span_log2 = 14;
	job.bytes = 2048;
	job.beats_low = 1;
	job.beats_high = 4;
	job.reads = job.writes = 2;
	job.seed = kDataSeed + static_cast<uint32_t>(rogue_runs_++);
	job.rogue = 1u << rng_.below(8);
	job.hole = kHole;
	s_.gen[3].start(job);
}

/*
 * A shadow learns of a move as UNMAP and MAP, and between them its device has
 * no mapping: there, as with any driver, only what is not in use moves.
 */
bool Demo::may_move(unsigned actor, unsigned region) const
{
	const Actor &a = actors_[actor];

	return actor != kShadowGen || !a.running ||
	       region_of(a) != region;
}

void Demo::change_mappings()
{
	unsigned actor = rng_.below(3), large = 1 + rng_.below(2);
	Device &d = *actors_[actor].device;
	Region &small = d.regions[0], &spare = d.regions[3];

	for (unsigned n = rng_.range(1, 6); n-- && may_move(actor, 0);)
		s_.world.move(d, small, rng_.below(small.frame.size()));
	if (rng_.chance(1, 8) && may_move(actor, large))
		s_.world.move(d, d.regions[large], 0);
	unsigned i = rng_.below(spare.frame.size());
	if (spare.perm[i])
		s_.world.take(d, spare, i);
	else if (actor != kCachingGen)
		s_.world.give(d, spare, i, TABLES_RW);
	s_.world.commit();
}

/* What is asked for comes back, before the answer. */
void Demo::give_pages()
{
	Device &d = *actors_[kCachingGen].device;
	Region &spare = d.regions[3];

	for (const PageRequest &r : s_.driver.take_pages()) {
		uint64_t i = (r.iova - spare.iova) / spare.page;
		bool known = r.sid() == d.sid && i < spare.frame.size();

		if (known && !spare.perm[i])
			s_.world.give(d, spare, i, TABLES_RW);
		if (r.last())
			s_.driver.page_response(r, known ? 0 : kInvalid);
	}
}

/* Drain must not care for a device that keeps its W beats back (9.2). */
void Demo::stop_mid_burst()
{
	uint8_t data[64] = {};
	BfmRequest w = bfm_write(0x0418, kSmall, data, sizeof(data));

	if (!s_.sim.until([this] { return !s_.gen[3].busy(); }, 1000000)) {
		s_.sim.board.fail("the fourth device never ends");
		return;
	}
	s_.sim.model.bfm_select(true);
	w.stop_w = 3;
	s_.sim.bfm.submit(w);
	s_.sim.run(200);
	change_mappings();
}

void Demo::progress()
{
	double t = report_seconds();

	if (!tty_ || t - shown_ < 0.2)
		return;
	shown_ = t;
	printf("\r%9" PRIu64 " cycles  %5.0f kHz ", s_.sim.cycles_run(),
	       s_.sim.cycles_run() / t / 1000);
	for (unsigned i = 0; i < 3; i++)
		printf(" %s %" PRIu64 "K", actors_[i].name,
		       (s_.sim.board.totals[i].read_bytes +
			s_.sim.board.totals[i].written_bytes) >>
			       10);
	printf("  batches %" PRIu64 "  faults %" PRIu64 " ",
	       s_.driver.stats.batches, s_.lock.fault_count);
	fflush(stdout);
}

void Demo::report()
{
	if (tty_)
		printf("\n");
	for (const Actor &a : actors_)
		printf("%s device moved %.2f MiB through 4K, 2M and 1G pages, "
		       "%" PRIu64 " wrong beats\n",
		       a.name, a.moved / 1048576.0, a.mismatches);
	report_requests(s_);
	check_kinds();
	report_latencies(s_);
	report_invalidations(s_);
	report_faults(s_, 12);
	printf("%" PRIu64 " fault records read by the host, %zu messages\n",
	       fault_records_, s_.sim.tbl_store.messages.size());
	report_checks(s_);
	printf("trace ring: %u records in firmware memory equal to the "
	       "native engine's\n",
	       traced_);
}

int Demo::run()
{
	s_.print_boot();
	report_seconds();
	if (!s_.up) {
		printf("the firmware does not become ready\nFAIL\n");
		return 1;
	}
	s_.driver.start_pages();
	map_everything();
	s_.driver.start();
	switch_on();
	report_seconds();
	while (step_actors() && s_.ok() && s_.sim.cycles_run() < kCycleLimit) {
		misbehave();
		s_.sim.run(rng_.range(1, kStep));
		give_pages();
		change_mappings();
		fault_records_ += s_.driver.take_faults().size();
		progress();
	}
	for (const Actor &a : actors_)
		if (a.phase < a.phases)
			s_.sim.board.fail("%s device did not finish", a.name);
	stop_mid_burst();
	s_.world.compare();
	/* Records go to memory in idle turns. */
	s_.sim.run(kIdleCycles);
	traced_ = trace_ring_compare(s_.sim.fw, s_.lock, s_.sim.board);
	if (!traced_)
		s_.sim.board.fail("no trace record has reached memory");
	report();
	return report_verdict(s_);
}

} /* namespace */

int job_demo(const Options &options)
{
	Options o = options;

	o.sim.echo = true;
	return Demo(o).run();
}
