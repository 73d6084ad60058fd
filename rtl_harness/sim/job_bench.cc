/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */
/*
 * Figures, each next to the one aimed at. LAT is the latency of host memory
 * in cycles on both ports; firmware memory answers after 4 cycles unless the
 * row says otherwise. Misses are timed one at a time, from the address
 * handshake at the device's port to the one at memory.
 */

#include <cinttypes>
#include <cstdio>
#include <cstdlib>

#include "bench_clients.h"
#include "report.h"
#include "session.h"

namespace
{

constexpr uint64_t kIova = 0x40000000;
constexpr uint16_t kSid[kPorts] = { 0x0100, 0x0200, 0x0300, 0x0418 };
constexpr unsigned kPages = 4096;
/* Sources with a tree of tables each, for misses that know nothing. */
constexpr uint16_t kFirstSource = 0x1000;
constexpr unsigned kSources = 48;
constexpr uint64_t kLimit = 20000000;

class Bench
{
public:
	Bench(const Options &options, Figures &figures)
		: s_(options), figures_(figures)
	{
	}
	int run();

private:
	void latency(unsigned cycles);
	void cold();
	void drop_pages();
	BfmHandle read(uint64_t addr, uint16_t sid = kSid[3]);
	void clear();

	void hits();
	void hit_rate();
	void misses(unsigned lat, unsigned fw);
	void invalidations(unsigned lat);
	void domains();
	void streams(unsigned lat);
	void random_access(unsigned lat);
	void hit_under_miss();
	double gen_cycles(unsigned gen, const GenJob &job);
	void native();

	Session s_;
	Figures &figures_;
	uint64_t longest_ = 0;
};

void Bench::latency(unsigned cycles)
{
	s_.sim.dma_port.latency = s_.sim.tbl_port.latency = { cycles, cycles };
}

/* Nothing is known of any source or page. */
void Bench::cold()
{
	s_.driver.context_global();
	s_.driver.global();
	s_.driver.flush();
	s_.sim.run(500);
}

/* Pages are forgotten one by one, so that their leaf tables stay known. */
void Bench::drop_pages()
{
	for (unsigned i = 0; i < 64; i++)
		s_.driver.page(4, kIova + i * 4096, 0, true);
	s_.driver.flush();
	s_.sim.run(500);
}

BfmHandle Bench::read(uint64_t addr, uint16_t sid)
{
	BfmHandle h = s_.sim.bfm.submit(bfm_read(sid, addr, 8));

	s_.sim.until([&] { return h->done; }, kLimit);
	s_.sim.run(400);
	return h;
}

void Bench::clear()
{
	longest_ = std::max(longest_, s_.sim.mailbox.stats.turn.max());
	s_.sim.board.hit = s_.sim.board.miss_cycles = Histogram();
	s_.sim.mailbox.stats = MailboxStats();
	s_.driver.stats = DriverStats();
}

/* ---- Hits --------------------------------------------------------------- */

void Bench::hits()
{
	read(kIova);
	clear();
	for (unsigned i = 0; i < 32; i++)
		read(kIova + 64 * i);
	figures_.row(s_.sim.board.hit.percentile(50), "cycles", 2, false,
	    "IOTLB hit, read: address to memory");
	uint64_t data[8] = {};
	s_.sim.board.hit = Histogram();
	for (unsigned i = 0; i < 32; i++) {
		s_.sim.bfm.submit(
			bfm_write(kSid[3], kIova + 64 * i, data, sizeof(data)));
		s_.sim.until([&] { return s_.sim.bfm.idle(); }, kLimit);
	}
	figures_.row(s_.sim.board.hit.percentile(50), "cycles", 2, false,
	    "IOTLB hit, write: last data beat to memory");
}

void Bench::hit_rate()
{
	GenJob job;

	job.base = kIova;
	job.span_log2 = 12;
	job.bytes = 1u << 31;
	job.beats_low = job.beats_high = 1;
	job.read_share = 255;
	for (unsigned i = 0; i < 3; i++) {
		job.sid = kSid[i];
		s_.gen[i].start(job);
	}
	for (unsigned i = 0; i < 6000; i++) {
		BfmRequest r = bfm_read(kSid[3], kIova + 8 * (i % 512), 8);

		r.id = i % 16;
		s_.sim.bfm.submit(r);
	}
	s_.sim.run(3000);
	uint64_t before = s_.sim.board.translated;
	s_.sim.run(4000);
	/* To two digits: the window cuts requests at both ends. */
	uint64_t per_100 = (s_.sim.board.translated - before + 20) / 40;
	figures_.row(per_100 / 100.0, "per cycle", 1, true,
	    "IOTLB hits, four ports, single beats, LAT 2");
	for (DmaGen &g : s_.gen)
		g.stop();
	s_.sim.until(
		[&] { return s_.sim.bfm.idle() && !s_.sim.model.gen_busy(); },
		kLimit);
}

/* ---- Misses ------------------------------------------------------------- */

void Bench::misses(unsigned lat, unsigned fw)
{
	latency(lat);
	s_.sim.fw_port.latency = { fw, fw };
	drop_pages();
	read(kIova);
	clear();
	for (unsigned i = 1; i < 48; i++)
		read(kIova + i * 4096);
	figures_.row(s_.sim.board.miss_cycles.percentile(50), "cycles",
	    160 + lat, false, "firmware miss, warm, LAT %u, firmware memory %u",
	    lat, fw);
	cold();
	clear();
	for (unsigned i = 0; i < kSources; i++)
		read(kIova, kFirstSource + i);
	figures_.row(s_.sim.board.miss_cycles.percentile(50), "cycles",
	    450 + 6 * lat, false,
	    "firmware miss, cold, six reads, LAT %u, firmware memory %u", lat,
	    fw);
	clear();
	for (unsigned i = 0; i < 16; i++) {
		cold();
		read(kIova + i * 4096);
	}
	figures_.row(s_.sim.board.miss_cycles.percentile(50), "cycles", 0,
	    false, "the same as the first after a flush of everything");
	s_.sim.fw_port.latency = { 4, 4 };
}

/* ---- Invalidation ------------------------------------------------------- */

void Bench::invalidations(unsigned lat)
{
	double one, many;

	latency(lat);
	clear();
	for (unsigned i = 0; i < 16; i++) {
		s_.driver.page(4, kIova + i * 4096, 0);
		s_.driver.flush();
		s_.sim.run(500);
	}
	one = s_.driver.stats.wait.percentile(50);
	figures_.row(one, "cycles", 300 + 2 * lat, false,
	    "page-selective invalidate and wait, LAT %u", lat);
	clear();
	for (unsigned i = 0; i < 8; i++) {
		for (unsigned n = 0; n < 41; n++)
			s_.driver.page(4, kIova + n * 4096, 0);
		s_.driver.flush();
		s_.sim.run(500);
	}
	many = s_.driver.stats.wait.percentile(50);
	figures_.row((many - one) / 40, "cycles", 90, false,
	    "each further descriptor, LAT %u", lat);
}

void Bench::domains()
{
	double cycles[2];

	latency(10);
	for (unsigned full = 0; full < 2; full++) {
		clear();
		for (unsigned n = 0; n < 4; n++) {
			for (unsigned i = 0; i < (full ? 200 : 4); i++)
				read(kIova + i * 4096);
			s_.driver.domain(4);
			s_.driver.flush();
			s_.sim.run(500);
		}
		cycles[full] = s_.driver.stats.wait.percentile(50);
	}
	figures_.row(cycles[0], "cycles", 0, false,
	    "domain invalidate and wait, 4 pages known, LAT 10");
	figures_.row(cycles[1], "cycles", cycles[0] * 1.1, false,
	    "domain invalidate and wait, 200 pages known, LAT 10");
}

/* ---- Patterns ----------------------------------------------------------- */

double Bench::gen_cycles(unsigned gen, const GenJob &job)
{
	s_.gen[gen].start(job);
	uint64_t from = s_.sim.now();
	s_.sim.until([&] { return !s_.gen[gen].busy(); }, kLimit);
	return static_cast<double>(s_.sim.now() - from);
}

void Bench::streams(unsigned lat)
{
	GenJob job;

	latency(lat);
	job.pattern = kStream;
	job.sid = kSid[0];
	job.base = kIova;
	job.span_log2 = 24;
	job.bytes = 512 << 10;
	job.beats_low = job.beats_high = 8;
	job.read_share = 255;
	cold();
	figures_.row(100.0 * (job.bytes / 8) / gen_cycles(0, job), "% of bus",
	    99.5, true,
	    "stream of 4 KiB pages, 64-byte reads, 8 in flight, LAT %u", lat);
	job.span_log2 = 16;
	gen_cycles(0, job);
	figures_.row(100.0 * (job.bytes / 8) / gen_cycles(0, job), "% of bus",
	    99.5, true, "the same, all pages known, LAT %u", lat);
}

void Bench::random_access(unsigned lat)
{
	static const struct {
		unsigned log2;
		double target;
		uint32_t requests;
	} kCases[] = { { 20, 8.1, 20000 }, { 24, 20, 4000 } };
	GenJob job;

	latency(lat);
	job.pattern = kRandom;
	job.sid = kSid[1];
	job.base = kIova;
	job.beats_low = job.beats_high = 8;
	job.read_share = 255;
	for (const auto &c : kCases) {
		job.span_log2 = c.log2;
		job.bytes = c.requests * 64;
		job.seed = 5;
		if (c.log2 == 20)
			gen_cycles(1, job);
		/* Bursts that would leave their page are cut by the device. */
		double cycles = gen_cycles(1, job);
		figures_.row(cycles / s_.gen[1].counts().requests, "cycles",
		    c.target, false,
		    "random 64 bytes over %u pages, a request, LAT %u",
		    1u << (c.log2 - 12), lat);
	}
}

void Bench::hit_under_miss()
{
	GenJob job;

	latency(10);
	read(kIova);
	job.pattern = kRandom;
	job.sid = kSid[1];
	job.base = kIova;
	job.span_log2 = 24;
	job.bytes = 1u << 31;
	job.beats_low = job.beats_high = 1;
	s_.gen[1].start(job);
	s_.sim.run(5000);
	uint64_t total = 0;
	for (unsigned i = 0; i < 64; i++) {
		BfmHandle h = read(kIova + 8 * i);

		total += h->finished - h->started;
	}
	s_.gen[1].stop();
	s_.sim.until([&] { return !s_.gen[1].busy(); }, kLimit);
	uint64_t quiet = 0;
	for (unsigned i = 0; i < 64; i++) {
		BfmHandle h = read(kIova + 8 * i);

		quiet += h->finished - h->started;
	}
	figures_.row((static_cast<double>(total) - quiet) / 64, "cycles", 0.5,
	    false, "hit of one device while another misses, added");
}

/* ---- The engine on this machine ----------------------------------------- */

void Bench::native()
{
	FILE *p;
	char line[128];

	if (s_.options.native.empty())
		return;
	p = popen(s_.options.native.c_str(), "r");
	if (!p)
		return;
	while (fgets(line, sizeof(line), p)) {
		char name[64];
		double ns;

		if (sscanf(line, "%63[^:]: %lf", name, &ns) == 2)
			figures_.row(ns, "ns", 0, false, "native engine, %s",
			    name);
	}
	if (pclose(p))
		s_.sim.board.fail("the native bench failed");
}

int Bench::run()
{
	if (!s_.up)
		return 1;
	for (unsigned i = 0; i < kPorts; i++) {
		Device &d = s_.world.add(kSid[i], i + 1, 4);

		s_.world.add_region(d, kIova, TABLES_PAGE_4K, kPages);
	}
	for (unsigned i = 0; i < kSources; i++)
		s_.world.add_region(s_.world.add(kFirstSource + i, 0x100 + i,
						 4),
				    kIova, TABLES_PAGE_4K, 1);
	s_.driver.start();
	s_.sim.model.bfm_select(true);
	latency(2);
	hits();
	hit_rate();
	for (unsigned fw : { 4, 30 })
		for (unsigned lat : { 2, 10, 30 })
			misses(lat, fw);
	for (unsigned lat : { 2, 10, 30 })
		invalidations(lat);
	domains();
	clear();
	report_seconds();
	uint64_t from = s_.sim.now();
	double began = report_seconds();
	for (unsigned lat : { 10, 30 })
		streams(lat);
	for (unsigned lat : { 10, 30 })
		random_access(lat);
	hit_under_miss();
	clear();
	double khz = (s_.sim.now() - from) / (report_seconds() - began) / 1000;
	figures_.row(longest_, "cycles", 2000, false,
	    "longest turn of the main loop");
	figures_.row(khz, "kHz", 180, true,
	    "simulation, a second of processor time, all checks on");
	native();
	s_.print_failures();
	return !s_.ok();
}

} /* namespace */

int job_bench(const Options &options)
{
	Figures figures;
	int err = Bench(options, figures).run();

	if (!err)
		err = bench_clients(options, figures);
	if (!options.json.empty())
		figures.write_json(options.json);
	return err;
}
