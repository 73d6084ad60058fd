/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "report.h"

#include <cinttypes>
#include <cstdio>
#include <ctime>
#include <map>

#include "fault_text.h"

double report_seconds()
{
	static double first = -1;
	timespec t;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	double now = t.tv_sec + 1e-9 * t.tv_nsec;
	if (first < 0)
		first = now;
	return now - first;
}

void report_requests(const Session &s)
{
	printf("\n%-8s %10s %10s %12s %12s\n", "port", "requests", "refused",
	       "KiB read", "KiB written");
	for (unsigned p = 0; p < kPorts; p++) {
		const DmaTotals &t = s.sim.board.totals[p];

		printf("%-8u %10" PRIu64 " %10" PRIu64 " %12.1f %12.1f\n", p,
		       t.requests, t.refused, t.read_bytes / 1024.0,
		       t.written_bytes / 1024.0);
	}
}

static void line(const char *what, const Histogram &h)
{
	printf("%-34s %9" PRIu64 " %7" PRIu64 " %7" PRIu64 " %7" PRIu64
	       " %7" PRIu64 "\n",
	       what, h.count(), h.min(), h.percentile(50), h.percentile(99),
	       h.max());
}

static void heading(const char *what)
{
	printf("\n%-34s %9s %7s %7s %7s %7s\n", what, "count", "min", "median",
	       "p99", "max");
}

void report_latencies(const Session &s)
{
	const MailboxStats &m = s.sim.mailbox.stats;

	heading("cycles from request to memory");
	line("hit", s.sim.board.hit);
	line("miss", s.sim.board.miss_cycles);
	heading("cycles of the firmware");
	line("miss, taken to answered", m.service);
	line("turn of the main loop", m.turn);
}

void report_invalidations(const Session &s)
{
	const DriverStats &d = s.driver.stats;
	const MailboxStats &m = s.sim.mailbox.stats;

	heading("invalidation");
	line("batch, tail to status", d.wait);
	line("drain", m.drain);
	printf("%" PRIu64 " pages mapped, %" PRIu64 " unmapped; %" PRIu64
	       " descriptors, %" PRIu64 " gate invalidations\n",
	       d.maps, d.unmaps, d.descriptors, m.invalidations);
}

/* One of each kind in full; the others are counted. */
void report_faults(const Session &s, unsigned most)
{
	std::map<std::pair<unsigned, unsigned>, unsigned> seen;
	unsigned shown = 0;

	printf("\n%" PRIu64 " faults", s.lock.fault_count);
	if (s.lock.fault_count)
		printf("; the first of each kind:");
	printf("\n");
	for (const FaultSeen &f : s.lock.faults) {
		unsigned sid = f.work0 >> 40 & 0xffff;

		if (seen[{ f.reason, sid }]++ || shown++ >= most)
			continue;
		printf("cycle %" PRIu64 ": %s", f.cycle, fault_text(f).c_str());
	}
}

void report_checks(const Session &s)
{
	const Scoreboard &b = s.sim.board;
	double seconds = report_seconds();

	printf("\nbytes: %" PRIu64 " beats and %" PRIu64
	       " KiB of memory compared, %" PRIu64 " differences\n",
	       b.beats_checked, b.bytes_compared / 1024, b.failures());
	printf("lock step: %" PRIu64 " words of %" PRIu64
	       " turns equal to the native engine's\n",
	       s.lock.words(), s.lock.turns());
	printf("%" PRIu64 " cycles in %.1f s of processor time: %.0f kHz\n",
	       s.sim.cycles_run(), seconds,
	       s.sim.cycles_run() / seconds / 1000);
}

static void kind(const char *name, const DmaTotals &t, const char *knows,
		 uint32_t host)
{
	printf("%-9s %9" PRIu64 " %8" PRIu64 " %9" PRIu64 " %10u  %s\n", name,
	       t.requests, t.refused, (t.read_bytes + t.written_bytes) / 1024,
	       host, knows);
}

void report_kinds(const Session &session, const CachingCounts &c,
		  const ShadowCounts &s)
{
	const DmaTotals *t = session.sim.board.totals;
	const MailboxStats &m = session.sim.mailbox.stats;

	printf("\n%-9s %9s %8s %9s %10s  %s\n", "device", "requests",
	       "refused", "KiB", "host addr.", "how it knows where to go");
	kind("plain", t[0], "asks nobody, the gate translates", 0);
	kind("caching", t[kCachingGen], "asks by ATS, caches",
	     c.reads + c.writes);
	kind("shadow", t[kShadowGen], "is told of every mapping",
	     s.reads + s.writes);
	kind("rogue", t[3], "does what it must not", 0);
	printf("\n%-9s %8s %8s %8s %8s %8s %8s\n", "caching", "ATS req",
	       "answers", "inval.", "done", "page req", "answers");
	printf("%-9s %8u %8u %8u %8u %8u %8u\n", "", c.requests, c.answers,
	       c.invalidations, c.dones, c.page_requests, c.page_responses);
	printf("%-9s %8s %8s %8s %8s %8s %8s\n", "shadow", "MAP", "UNMAP",
	       "acks", "waited", "refused", "held");
	printf("%-9s %8u %8u %8u %8u %8u %8u\n", "", s.maps, s.unmaps, s.acks,
	       s.waited, s.refusals, s.mappings);
	heading("cycles of the firmware");
	line("translation request (ATS)", m.ats);
	line("MAP to a shadow", m.map);
	line("UNMAP to a shadow", m.unmap);
}

int report_verdict(const Session &s)
{
	bool ok = s.ok();

	s.print_failures();
	printf("%s; waves: %s\n", ok ? "PASS" : "FAIL",
	       s.waves(s.options.seed).c_str());
	return !ok;
}
