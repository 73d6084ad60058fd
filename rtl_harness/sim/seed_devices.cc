/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */
/* What the devices of a random run ask for. */

#include "seed_run.h"

#include "lib/irte.h"

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
	Device &d = pick_device(i);
	const Region &r = d.regions[rng_.below(d.regions.size())];
	unsigned most = log2_of(r.page * r.frame.size());
	GenJob job;

	job.pattern = static_cast<GenPattern>(rng_.below(3));
	job.sid = d.sid;
	job.has_pasid = d.has_pasid;
	job.pasid = d.space.pasid;
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
	job.hole = kUnmapped;
	s_.gen[3].start(job);
}

uint64_t SeedRun::bfm_address(const Device &d)
{
	const Region &r = d.regions[rng_.below(d.regions.size())];
	uint64_t offset = rng_.next() % (r.page * r.frame.size());

	switch (rng_.below(16)) {
	case 0:
		return kUnmapped + (offset & 0xfff);
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

void SeedRun::bfm_dress(BfmRequest &r, const Device &d)
{
	r.id = rng_.below(4);
	r.sid = bfm_source();
	r.ssidv = d.has_pasid;
	r.ssid = d.space.pasid;
	/* Privileged requests; without PASID nobody looks. */
	r.prot = scalable_ && rng_.chance(1, 4);
	if (scalable_ && rng_.chance(1, 64))
		r.ssid ^= 1u << rng_.below(20);
}

void SeedRun::bfm_read_some()
{
	const Device &d = pick_device(3);
	uint64_t addr = bfm_address(d);
	BfmRequest r = bfm_read(kBfmSid, addr, burst_limit(rng_, addr));

	if (rng_.chance(1, 16)) {
		r = bfm_read(kBfmSid, addr & ~uint64_t{ 7 }, 8);
		r.zlr = true;
	}
	bfm_dress(r, d);
	asked_.push_back(s_.sim.bfm.submit(r));
}

void SeedRun::bfm_interrupt()
{
	uint64_t addr = 0xfee00000 | rng_.below(1 << 18) << 2;
	uint32_t data = static_cast<uint32_t>(rng_.next());

	/* A few handles are beyond the table. */
	if (scalable_ && rng_.chance(7, 8)) {
		bool shv = rng_.chance(1, 4);

		addr = irte_request(
			static_cast<uint16_t>(rng_.below(kInterrupts + 2)),
			shv);
		data = rng_.chance(1, 16) ? data : shv ? data & 3 : 0;
	}
	BfmRequest w = bfm_write(kBfmSid, addr, &data, sizeof(data));
	w.id = rng_.below(4);
	w.sid = bfm_source();
	asked_.push_back(s_.sim.bfm.submit(w));
}

void SeedRun::bfm_write_some()
{
	const Device &d = pick_device(3);
	uint64_t addr = bfm_address(d);
	uint8_t data[512];

	if (rng_.chance(1, scalable_ ? 3 : 8)) {
		bfm_interrupt();
		return;
	}
	for (uint8_t &b : data)
		b = static_cast<uint8_t>(rng_.next());
	BfmRequest w = bfm_write(kBfmSid, addr, data, burst_limit(rng_, addr));
	bfm_dress(w, d);
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
			bfm_read_some();
		else
			bfm_write_some();
}
