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
#include "session.h"
#include "trace_ring.h"

namespace
{

constexpr uint64_t kCyclesAtLeast = 100000, kCyclesAtMost = 1500000;
constexpr uint64_t kTranslatedAtLeast = 500;
/* One seed in so many drops domains until tags run out. */
constexpr uint64_t kStormEvery = 50, kStormCycles = 1000000;
constexpr uint64_t kSmall = 0x40000000, kBig = 0x80000000, kHuge = 0x100000000,
		   kHole = 0x7f000000;
constexpr uint16_t kBfmSid = 0x0418;
constexpr unsigned kLevels[] = { 3, 4 };
constexpr uint64_t kIdleCycles = 10000;
constexpr uint64_t kDrainLimit = 400000;

class SeedRun
{
public:
	SeedRun(const Options &options, uint64_t seed);
	bool run();
	const Coverage &coverage() const
	{
		return s_.sim.coverage;
	}
	uint64_t cycles() const
	{
		return s_.sim.cycles_run();
	}
	void print(bool ok) const;

private:
	void choose_memory();
	void build_world();
	void begin(unsigned gen);
	void choose_holds(GenJob &job);
	void cover_holds(unsigned gen);
	void begin_rogue();
	void bfm_request();
	uint16_t bfm_source();
	void bfm_read_some(uint64_t addr);
	void bfm_write_some(uint64_t addr);
	uint64_t bfm_address();
	void change();
	void change_one();
	void change_page(Device &device, Region &region);
	void flip_errors();
	void settle();
	void flip_translation();
	void host_work();
	bool wind_down();
	bool enough() const;

	Session s_;
	Rng rng_;
	uint64_t seed_;
	bool rogue_, storm_, waiting_ = false, failing_ = false;
	unsigned clears_; /* of 8: how often the host takes faults */
	std::vector<BfmHandle> asked_;
};

SeedRun::SeedRun(const Options &options, uint64_t seed)
	: s_(options), rng_(seed, 1), seed_(seed), rogue_(rng_.chance(1, 4)),
	  storm_(seed % kStormEvery == 0), clears_(rng_.below(9))
{
}

static Latency random_latency(Rng &rng)
{
	static constexpr Latency kChoices[] = {
		{ 2, 60 }, { 2, 10 }, { 30, 60 }, { 10, 10 }, { 1, 1 },
	};

	return kChoices[rng.below(5)];
}

void SeedRun::choose_memory()
{
	Sim &sim = s_.sim;

	sim.dma_port.seed(seed_, 2);
	sim.tbl_port.seed(seed_, 3);
	sim.bfm.rng = Rng(seed_, 4);
	sim.fw_port.latency.low = rng_.chance(1, 4) ? 1 : 4;
	sim.fw_port.latency.high = rng_.chance(1, 4) ? 30 : 4;
	sim.dma_port.latency = random_latency(rng_);
	sim.tbl_port.latency = random_latency(rng_);
	sim.dma_port.stall = static_cast<StallMode>(rng_.below(4));
	sim.tbl_port.stall = static_cast<StallMode>(rng_.below(4));
	sim.bfm.stall = static_cast<StallMode>(rng_.below(4));
}

/* Up to four times the IOTLB in small pages, superpages beside them. */
void SeedRun::build_world()
{
	static constexpr unsigned kPages[] = { 4, 32, 256, 1024 };

	for (unsigned i = 0; i < kPorts; i++) {
		uint16_t sid = i == 3 ? kBfmSid : 0x0100 * (i + 1) + i;
		bool shared = i == 1 && rng_.chance(1, 4);
		Device &d = s_.world.add(sid, i + 1, kLevels[rng_.below(2)]);

		s_.world.add_region(d, kSmall, TABLES_PAGE_4K,
				    kPages[rng_.below(i == 3 ? 3 : 4)]);
		s_.world.add_region(d, kBig, TABLES_PAGE_2M,
				    1u << rng_.below(3));
		s_.world.add_region(d, kHuge, TABLES_PAGE_1G, 1);
		if (shared) {
			d.did = s_.world.devices[0].did;
			tables_share(s_.driver.raw(), sid,
				     s_.world.devices[0].sid);
			d.regions = s_.world.devices[0].regions;
		}
	}
}

static unsigned log2_of(uint64_t n)
{
	unsigned log2 = 0;

	while (n >> (log2 + 1))
		log2++;
	return log2;
}

/* Far below the time after which a device is given up. */
void SeedRun::choose_holds(GenJob &job)
{
	static constexpr unsigned kMost = 11;

	if (!rng_.chance(1, 3))
		return;
	job.hold_w = rng_.chance(1, 2) ? rng_.range(1, kMost) : 0;
	job.hold_r = rng_.chance(1, 2) ? rng_.range(1, kMost) : 0;
	job.hold_b = rng_.chance(1, 2) ? rng_.range(1, kMost) : 0;
}

/* What a generator held back in the job that it has done. */
void SeedRun::cover_holds(unsigned i)
{
	GenCounts c = s_.gen[i].counts();

	if (c.held_w)
		s_.sim.coverage.hit(kCover_held_w);
	if (c.held_r)
		s_.sim.coverage.hit(kCover_held_r);
	if (c.held_b)
		s_.sim.coverage.hit(kCover_held_b);
}

void SeedRun::begin(unsigned i)
{
	Device &d = s_.world.devices[i];
	const Region &r = d.regions[rng_.below(d.regions.size())];
	unsigned most = log2_of(r.page * r.frame.size());
	GenJob job;

	job.pattern = static_cast<GenPattern>(rng_.below(3));
	job.sid = d.sid;
	job.base = r.iova;
	job.span_log2 = rng_.range(12, most > 30 ? 30 : most);
	job.bytes = 1u << rng_.range(9, 14);
	job.beats_low = 1;
	job.beats_high = 1u << rng_.below(rng_.chance(1, 8) ? 9 : 5);
	job.reads = rng_.range(1, 8);
	job.writes = rng_.range(1, 8);
	job.read_share = rng_.below(257);
	if (job.read_share > 255)
		job.read_share = 255;
	job.one_id = rng_.chance(1, 4);
	choose_holds(job);
	job.seed = static_cast<uint32_t>(rng_.next()) | 1;
	s_.gen[i].start(job);
}

void SeedRun::begin_rogue()
{
	GenJob job;

	job.pattern = kRogue;
	job.sid = kBfmSid;
	job.other_sid = 0x0777;
	job.base = kSmall;
	job.span_log2 = 14;
	job.bytes = 512;
	job.beats_low = 1;
	job.beats_high = 4;
	job.reads = job.writes = 2;
	job.seed = static_cast<uint32_t>(rng_.next()) | 1;
	job.rogue = static_cast<uint8_t>(rng_.next());
	job.hole = kHole;
	s_.gen[3].start(job);
}

uint64_t SeedRun::bfm_address()
{
	const Device &d = s_.world.devices[3];
	const Region &r = d.regions[rng_.below(d.regions.size())];
	uint64_t offset = rng_.next() % (r.page * r.frame.size());

	switch (rng_.below(16)) {
	case 0:
		return kHole + (offset & 0xfff);
	case 1:
		return (uint64_t{ 1 } << 40) + offset;
	default:
		return r.iova + offset;
	}
}

/* The most bytes from @addr on that one burst can have. */
static unsigned burst_limit(Rng &rng, uint64_t addr)
{
	unsigned room = 4096 - (addr & 0xfff);
	unsigned want = rng.chance(1, 4) ? rng.range(1, 512) : rng.range(1, 64);

	return want < room ? want : room;
}

/* Some sources have no context, so that fault records fill up. */
uint16_t SeedRun::bfm_source()
{
	return rng_.chance(1, 12) ? 0x0500 + rng_.below(16) : kBfmSid;
}

void SeedRun::bfm_read_some(uint64_t addr)
{
	BfmRequest r = bfm_read(kBfmSid, addr, burst_limit(rng_, addr));

	r.id = rng_.below(4);
	r.sid = bfm_source();
	if (rng_.chance(1, 16)) {
		r = bfm_read(kBfmSid, addr & ~uint64_t{ 7 }, 8);
		r.zlr = true;
	}
	asked_.push_back(s_.sim.bfm.submit(r));
}

void SeedRun::bfm_write_some(uint64_t addr)
{
	uint8_t data[512];

	for (uint8_t &b : data)
		b = static_cast<uint8_t>(rng_.next());
	if (rng_.chance(1, 8)) {
		addr = 0xfee00000 | rng_.below(1 << 18) << 2;
		asked_.push_back(
			s_.sim.bfm.submit(bfm_write(kBfmSid, addr, data, 4)));
		return;
	}
	BfmRequest w = bfm_write(kBfmSid, addr, data, burst_limit(rng_, addr));
	w.id = rng_.below(4);
	w.sid = bfm_source();
	asked_.push_back(s_.sim.bfm.submit(w));
}

void SeedRun::bfm_request()
{
	for (size_t i = 0; i < asked_.size();)
		if (asked_[i]->done)
			asked_.erase(asked_.begin() + i);
		else
			i++;
	while (asked_.size() < 6)
		if (rng_.chance(1, 2))
			bfm_read_some(bfm_address());
		else
			bfm_write_some(bfm_address());
}

/* ---- What the host does ------------------------------------------------- */

void SeedRun::change_page(Device &d, Region &r)
{
	unsigned i = rng_.below(r.frame.size());

	if (!r.perm[i]) {
		s_.world.give(d, r, i,
			      rng_.chance(1, 4) ? TABLES_R : TABLES_RW);
		return;
	}
	switch (rng_.below(8)) {
	case 0:
		s_.world.take(d, r, i);
		break;
	case 1:
		s_.world.protect(d, r, i, TABLES_R);
		break;
	case 2:
		s_.world.protect(d, r, i, TABLES_RW);
		break;
	default:
		s_.world.move(d, r, i);
	}
}

void SeedRun::change_one()
{
	/* A shared space is changed by its first device only. */
	unsigned which = rng_.below(kPorts);
	if (which == 1 && s_.world.devices[1].did == s_.world.devices[0].did)
		which = 0;
	Device &d = s_.world.devices[which];

	switch (storm_ ? 0 : rng_.below(24)) {
	case 0:
		s_.driver.domain(d.did);
		break;
	case 1:
		s_.driver.global();
		break;
	case 2:
		s_.driver.context(d.sid, d.did);
		s_.driver.domain(d.did);
		break;
	case 3:
		s_.driver.context_global();
		s_.driver.global();
		break;
	case 4:
		s_.driver.page(d.did, kSmall, rng_.range(1, 10));
		break;
	case 5:
		s_.driver.page(d.did, kSmall, 0, true);
		break;
	default:
		change_page(d, d.regions[rng_.below(d.regions.size())]);
	}
}

void SeedRun::change()
{
	for (unsigned n = rng_.range(1, !storm_ && rng_.chance(1, 8) ? 40 : 4);
	     n--;)
		change_one();
	s_.world.submit();
	waiting_ = true;
}

/* Some frames fail for devices, or some leaf table for the engine. */
void SeedRun::flip_errors()
{
	Device &d = s_.world.devices[rng_.below(kPorts)];
	Region &r = d.regions[0];
	unsigned i = rng_.below(r.frame.size());
	uint64_t table =
		tables_slot(s_.driver.raw(), d.sid, r.iova + i * r.page, 1);

	s_.sim.board.keep_verdicts();
	s_.sim.truth.unsettle();
	if (failing_)
		s_.sim.memory.heal_all();
	else if (rng_.chance(1, 2))
		s_.sim.memory.fail({ r.frame[i], r.page, kMemDma, true, true });
	else
		s_.sim.memory.fail({ table & ~uint64_t{ 0xfff }, 4096,
				     kMemTable, true, false });
	failing_ = !failing_;
}

/* No cache holds any more what could not be read for a while. */
void SeedRun::settle()
{
	s_.sim.board.keep_verdicts();
	s_.sim.truth.settle();
}

void SeedRun::flip_translation()
{
	s_.driver.stop();
	s_.sim.run(rng_.range(1, 2000));
	s_.driver.translate();
}

void SeedRun::host_work()
{
	if (rng_.chance(1, 16))
		flip_errors();
	if (waiting_) {
		if (!s_.world.completed())
			return;
		waiting_ = false;
		if (!failing_)
			settle();
	}
	if (rng_.chance(clears_, 64))
		s_.driver.take_faults();
	else if (rng_.chance(1, 200))
		flip_translation();
	else if (rng_.chance(3, 4))
		change();
}

bool SeedRun::enough() const
{
	if (storm_ && !s_.sim.coverage.count(kCover_tag_sweep) &&
	    s_.sim.cycles_run() < kStormCycles)
		return false;
	return s_.sim.cycles_run() >= kCyclesAtLeast &&
	       s_.sim.board.translated >= kTranslatedAtLeast;
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
	trace_ring_compare(sim.fw, s_.lock, sim.board);
	if (sim.tbl_store.failed)
		sim.coverage.hit(kCover_table_error);
	return s_.ok();
}

bool SeedRun::run()
{
	if (!s_.up)
		return false;
	choose_memory();
	build_world();
	s_.sim.model.bfm_select(!rogue_);
	s_.driver.start();
	while (s_.ok() && !enough()) {
		for (unsigned i = 0; i < 3; i++)
			if (!s_.gen[i].busy()) {
				cover_holds(i);
				begin(i);
			}
		if (!rogue_)
			bfm_request();
		else if (!s_.gen[3].busy())
			begin_rogue();
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

} /* namespace */

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
