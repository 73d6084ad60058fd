/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "perf_check.h"

#include <algorithm>
#include <cinttypes>

#include "bits.h"
#include "gen/vtd_regs.h"

namespace
{

constexpr uint64_t kRoll = uint64_t{ 1 } << 48;
constexpr uint64_t kCommandLimit = 100000, kIdleLimit = 1000000;
/* Turns without work after which the firmware has none. */
constexpr unsigned kIdleTurns = 4;
/* Enhanced commands, 11.4.14. */
constexpr unsigned kEnable = 0xf0, kDisable = 0xf1;

/* Events of 11.4.13: the gate's, then the firmware's. */
enum Event : unsigned {
	kClocks,
	kRequests,
	kTableReads,
	kLockedReads,
	kLookups,
	kHits,
	kContexts,
	kPasids,
	kInterrupts,
	kInterruptHits,
	kEventCount,
	kGateEvents = kContexts
};

constexpr struct {
	const char *name;
	unsigned group, events; /* bits; they add up */
} kEvents[kEventCount] = {
	{ "clocks", 0, 1 << 0 },
	{ "requests", 0, 1 << 1 },
	{ "memory reads", 1, 1 << 0 },
	{ "accessed and dirty updates", 1, 1 << 3 },
	{ "IOTLB lookups", 3, 1 << 0 },
	{ "IOTLB hits", 3, 1 << 1 },
	{ "context lookups", 2, 1 << 0 },
	{ "PASID lookups", 2, 1 << 2 },
	{ "interrupt lookups", 4, 1 << 0 },
	{ "interrupt hits", 4, 1 << 1 | 1 << 2 },
};

PerfRange exactly(uint64_t n)
{
	return { n, n };
}

PerfRange between(const Tally &before, const Tally &after)
{
	uint64_t surely = after.surely - before.surely;

	return { surely, surely + after.maybe - before.maybe };
}

unsigned config_of(unsigned counter)
{
	return VTD_PERFCNTRCFG0 +
	       counter * (VTD_PERFCNTRCFG1 - VTD_PERFCNTRCFG0);
}

unsigned value_of(unsigned counter)
{
	return VTD_PERFCNTR0 + counter * (VTD_PERFCNTR1 - VTD_PERFCNTR0);
}

} /* namespace */

PerfCheck::Seen PerfCheck::seen()
{
	const TablePort &tbl = sim_.tbl_store;
	Seen s;

	s.tallies = sim_.board.tallies;
	for (const DmaTotals &t : sim_.board.totals)
		s.requests += t.requests;
	s.refused = refused_ ? refused_() : 0;
	s.locked = tbl.locked_reads;
	s.reads = tbl.reads - tbl.pings - tbl.locked_reads;
	s.entries = tbl.interrupt_entries;
	return s;
}

/* Nothing that counts is left in firmware or on its way to memory. */
void PerfCheck::settle()
{
	auto idle = [this] {
		return sim_.mailbox.idle_turns() > kIdleTurns;
	};

	if (!sim_.until(idle, kIdleLimit))
		sim_.board.fail("the firmware never comes to rest");
}

bool PerfCheck::command(unsigned code, unsigned counter)
{
	uint64_t limit = sim_.now() + kCommandLimit, response;

	sim_.reg_write(VTD_ECMD, uint64_t{ counter } << 16 | code, 8);
	do {
		response = sim_.reg64(VTD_ECRSP);
	} while (response & VTD_ECRSP_IP && sim_.now() < limit);
	if (!response)
		return true;
	sim_.board.fail("command %x for counter %u: response %" PRIx64, code,
			counter, response);
	return false;
}

/*
 * While the firmware has something to count it takes no shortcut for misses, so
 * most runs have it count nothing.
 */
void PerfCheck::start(Rng &rng)
{
	unsigned events = rng.chance(1, 3) && !refused_ ? kEventCount :
							  kGateEvents;

	settle();
	before_ = seen();
	for (unsigned i = 0; i < kCounters; i++) {
		Counter &c = counters_[i];

		c.event = rng.below(events);
		c.first = rng.next() % kRoll;
		if (rng.chance(1, 2))
			c.first = kRoll - 1 - rng.below(2000);
		sim_.reg_write(config_of(i),
			       place(VTD_PERFCNTRCFG0_EGI,
				     kEvents[c.event].group) |
				       place(VTD_PERFCNTRCFG0_ES,
					     kEvents[c.event].events),
			       8);
		sim_.reg_write(value_of(i), c.first, 8);
		c.on[0] = sim_.now();
		command(kEnable, i);
		c.on[1] = sim_.now();
	}
}

PerfRange PerfCheck::clocks(unsigned i) const
{
	const Counter &c = counters_[i];

	return { c.off[0] - c.on[1], c.off[1] - c.on[0] };
}

PerfRange PerfCheck::expected(unsigned i) const
{
	const Tallies &a = before_.tallies, &b = after_.tallies;
	PerfRange ended = between(a.ended, b.ended);
	PerfRange let_out = between(a.let_out, b.let_out);
	PerfRange granted = between(a.granted, b.granted);
	uint64_t interrupts = b.interrupts - a.interrupts;
	uint64_t beyond = b.interrupts_beyond - a.interrupts_beyond;
	uint64_t refused = after_.refused - before_.refused;

	switch (counters_[i].event) {
	case kClocks:
		return clocks(i);
	case kRequests:
		return exactly(after_.requests - before_.requests - refused);
	case kTableReads:
		return exactly(after_.reads - before_.reads);
	case kLockedReads:
		return exactly(after_.locked - before_.locked);
	case kLookups:
		return { ended.least - std::min(ended.least, refused),
			 ended.most + b.waited - a.waited };
	case kHits:
		return { let_out.least - granted.most,
			 let_out.most - granted.least };
	case kContexts:
		return between(a.contexts, b.contexts);
	case kPasids:
		return scalable_ ? between(a.contexts, b.contexts) : exactly(0);
	case kInterrupts:
		return exactly(interrupts);
	default:
		return exactly(interrupts - beyond -
			       (after_.entries - before_.entries));
	}
}

/* A counter has rolled over exactly if PERFOVFSTS says so. */
void PerfCheck::compare_overflow(unsigned i, const PerfRange &range)
{
	const Counter &c = counters_[i];
	bool must = c.first + range.least >= kRoll;
	bool may = c.first + range.most >= kRoll;
	bool over = sim_.reg64(VTD_PERFOVFSTS) >> i & 1;

	if (must != may)
		return;
	if (over)
		sim_.coverage.hit(kCover_counter_over);
	if (over != must)
		sim_.board.fail("counter %u, %s, %s rolled over, PERFOVFSTS "
				"differs",
				i, kEvents[c.event].name,
				must ? "has" : "has not");
}

void PerfCheck::compare(unsigned i)
{
	const Counter &c = counters_[i];
	uint64_t count = (sim_.reg64(value_of(i)) - c.first) % kRoll;
	PerfRange range = expected(i);

	if (count < range.least || count > range.most)
		sim_.board.fail("counter %u, %s, has counted %" PRIu64
				", seen were %" PRIu64 " to %" PRIu64,
				i, kEvents[c.event].name, count, range.least,
				range.most);
	else if (count && range.least == range.most)
		sim_.coverage.hit(kCover_counted);
	compare_overflow(i, range);
}

void PerfCheck::finish()
{
	settle();
	for (unsigned i = 0; i < kCounters; i++) {
		counters_[i].off[0] = sim_.now();
		command(kDisable, i);
		counters_[i].off[1] = sim_.now();
	}
	after_ = seen();
	for (unsigned i = 0; i < kCounters; i++)
		compare(i);
}
