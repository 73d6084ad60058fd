/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "bench_clients.h"

#include "kinds.h"

namespace
{

constexpr uint64_t kIova = 0x40000000;
constexpr uint16_t kCaching = 0x0200, kShadow = 0x0300;
constexpr unsigned kPages = 128;
constexpr uint64_t kLimit = 20000000;
constexpr unsigned kLatency = 10;

class Clients
{
public:
	Clients(const Options &options, Figures &figures)
		: s_(options, session_caching_pins()), figures_(figures),
		  caching_(s_.sim), shadow_(s_.sim)
	{
	}
	int run();

private:
	Device &add(uint16_t sid, uint16_t did);
	void start();
	void figure(const char *what, double cycles, double target = 0);
	double flush();
	void resync();
	void changes();
	void requests();

	Session s_;
	Figures &figures_;
	CachingDevice caching_;
	ShadowDevice shadow_;
	Device *cached_ = nullptr, *told_ = nullptr;
};

Device &Clients::add(uint16_t sid, uint16_t did)
{
	Space space;

	space.sid = sid;
	space.did = did;
	space.kind = SpaceKind::Second;
	Device &d = s_.world.add(space, 4, SCALABLE_PWSNP);
	s_.world.add_region(d, kIova, TABLES_PAGE_4K, kPages);
	return d;
}

void Clients::start()
{
	s_.driver.scalable = true;
	s_.world.caching_mode = true;
	cached_ = &add(kCaching, 2);
	told_ = &add(kShadow, 3);
	s_.world.let_cache(*cached_);
	s_.driver.start();
	s_.sim.dma_port.latency = s_.sim.tbl_port.latency = { kLatency,
							      kLatency };
}

void Clients::figure(const char *what, double cycles, double target)
{
	figures_.row(cycles, "cycles", target, false, "%s, LAT %u", what,
		     kLatency);
}

/* Flushes the domain and waits: cycles for each page of the shadow. */
double Clients::flush()
{
	s_.driver.stats = DriverStats();
	s_.driver.domain(told_->did);
	s_.driver.flush();
	s_.sim.run(500);
	return s_.driver.stats.wait.mean() / kPages;
}

/* From the registration to READY: all is told, and acknowledged. */
void Clients::resync()
{
	uint64_t from = s_.sim.now();

	shadow_.on(kShadow, kIova, kIova + kPages * TABLES_PAGE_4K - 1);
	s_.sim.until([&] { return shadow_.ready(); }, kLimit);
	figure("shadow resync of 128 mappings, a mapping",
	       static_cast<double>(s_.sim.now() - from) / kPages);
	figure("MAP to a shadow, turn of the firmware",
	       s_.sim.mailbox.stats.map.percentile(50));
}

void Clients::changes()
{
	const Region &r = told_->regions[0];

	figure("domain flush and wait, an unchanged leaf of a shadow", flush(),
	       100);
	for (unsigned i = 0; i < kPages; i++)
		s_.driver.unmap(told_->space, kIova + i * TABLES_PAGE_4K);
	figure("the same, an UNMAP with its acknowledgement", flush());
	for (unsigned i = 0; i < kPages; i++)
		s_.driver.map(told_->space, kIova + i * TABLES_PAGE_4K,
			      r.frame[i], TABLES_PAGE_4K, TABLES_RW);
	figure("the same, a MAP with its acknowledgement", flush());
	figure("UNMAP to a shadow, turn of the firmware",
	       s_.sim.mailbox.stats.unmap.percentile(50));
	if (shadow_.counts().mappings != kPages)
		s_.sim.board.fail("the shadow has %u mappings of %u",
				  shadow_.counts().mappings, kPages);
}

void Clients::requests()
{
	GenJob job;

	job.pattern = kStream;
	job.sid = kCaching;
	job.base = kIova;
	job.span_log2 = 19; /* kPages */
	job.bytes = 1 << 19;
	job.read_share = 255;
	job.reads = 1;
	caching_.on(kCaching, false, false, 1);
	s_.gen[kCachingGen].start(job);
	s_.sim.until([&] { return !s_.gen[kCachingGen].busy(); }, kLimit);
	CachingCounts c = caching_.counts();
	if (c.answers < kPages || c.refused || c.failed)
		s_.sim.board.fail("caching device: %u answers, %u refused, %u "
				  "failed",
				  c.answers, c.refused, c.failed);
	figure("translation request (ATS), turn of the firmware",
	       s_.sim.mailbox.stats.ats.percentile(50));
	figure("the same as its device waits for it",
	       static_cast<double>(c.wait_cycles) / c.answers);
}

int Clients::run()
{
	if (!s_.up)
		return 1;
	start();
	resync();
	changes();
	requests();
	s_.print_failures();
	return !s_.ok();
}

} /* namespace */

int bench_clients(const Options &options, Figures &figures)
{
	return Clients(options, figures).run();
}
