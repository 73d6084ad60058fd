/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */
/*
 * The main job: three devices stream, jump and mix through pages of all
 * sizes while the host moves the frames under them; a fourth does what it
 * must not.
 */

#include <cinttypes>
#include <cstdio>
#include <unistd.h>

#include "report.h"
#include "session.h"
#include "trace_ring.h"

namespace
{

constexpr uint64_t kSmall = 0x40000000, kBig = 0x80000000, kHuge = 0x100000000,
		   kSpare = 0x10000000;
constexpr uint64_t kHole = 0x20200000; /* and a read-only page 1 MiB on */
constexpr uint32_t kDataSeed = 0x1337, kDelta = 0x8000;
constexpr unsigned kSpanLog2 = 18, kPhases = 3;
constexpr uint32_t kPhaseBytes = 400 << 10;
constexpr uint64_t kIdleCycles = 100000;
constexpr uint64_t kStep = 3000, kCycleLimit = 40000000;

struct Actor {
	const char *name;
	GenPattern pattern;
	unsigned beats_low, beats_high, order; /* which region first */
	Device *device;
	unsigned phase;
	uint64_t moved, errors, mismatches;
	bool running;
};

class Demo
{
public:
	explicit Demo(const Options &options);
	int run();

private:
	void map_everything();
	void begin(unsigned index);
	bool step_actors();
	void collect(unsigned index);
	void misbehave();
	void change_mappings();
	void stop_mid_burst();
	void progress();
	void report();

	Session s_;
	Rng rng_;
	Actor actors_[3] = {
		{ "stream", kStream, 8, 8, 0, nullptr, 0, 0, 0, 0, false },
		{ "random", kRandom, 1, 8, 1, nullptr, 0, 0, 0, 0, false },
		{ "mixed", kMixed, 1, 32, 2, nullptr, 0, 0, 0, 0, false },
	};
	uint64_t fault_records_ = 0, rogue_runs_ = 0;
	unsigned traced_ = 0;
	double shown_ = 0;
	bool tty_;
};

Demo::Demo(const Options &options)
	: s_(options), rng_(options.seed, 7), tty_(isatty(STDOUT_FILENO))
{
	s_.world.fill_with(kDataSeed, kDelta);
}

void Demo::map_everything()
{
	for (unsigned i = 0; i < 3; i++) {
		Device &d = s_.world.add(0x0100 * (i + 1), i + 1, 4);

		s_.world.add_region(d, kSmall, TABLES_PAGE_4K,
				    1u << (kSpanLog2 - 12));
		s_.world.add_region(d, kBig, TABLES_PAGE_2M, 1);
		s_.world.add_region(d, kHuge, TABLES_PAGE_1G, 1);
		s_.world.add_region(d, kSpare, TABLES_PAGE_4K, 16);
		actors_[i].device = &d;
	}
	Device &rogue = s_.world.add(0x0418, 4, 3);
	s_.world.add_region(rogue, kSmall, TABLES_PAGE_4K, 4);
	s_.world.add_region(rogue, kHole ^ 0x100000, TABLES_PAGE_4K, 1);
	s_.world.protect(rogue, rogue.regions[1], 0, TABLES_R);
}

void Demo::begin(unsigned i)
{
	Actor &a = actors_[i];
	GenJob job;

	job.pattern = a.pattern;
	job.sid = a.device->sid;
	job.base = a.device->regions[(a.order + a.phase) % kPhases].iova;
	job.span_log2 = kSpanLog2;
	job.bytes = kPhaseBytes;
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
	a.errors += c.errors;
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
		if (!actors_[i].running && actors_[i].phase < kPhases)
			begin(i);
		more |= actors_[i].running;
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

void Demo::change_mappings()
{
	Device &d = *actors_[rng_.below(3)].device;
	Region &small = d.regions[0], &spare = d.regions[3];

	for (unsigned n = rng_.range(1, 6); n--;)
		s_.world.move(d, small, rng_.below(small.frame.size()));
	if (rng_.chance(1, 8))
		s_.world.move(d, d.regions[1 + rng_.below(2)], 0);
	unsigned i = rng_.below(spare.frame.size());
	if (spare.perm[i])
		s_.world.take(d, spare, i);
	else
		s_.world.give(d, spare, i, TABLES_RW);
	s_.world.commit();
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
	map_everything();
	s_.driver.start();
	report_seconds();
	while (step_actors() && s_.ok() && s_.sim.cycles_run() < kCycleLimit) {
		misbehave();
		s_.sim.run(rng_.range(1, kStep));
		change_mappings();
		fault_records_ += s_.driver.take_faults().size();
		progress();
	}
	for (const Actor &a : actors_)
		if (a.phase < kPhases)
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
