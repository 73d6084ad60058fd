// SPDX-License-Identifier: Apache-2.0
// Copyright The Portcullis authors
#include "scoreboard.h"

#include "bench.h"

bool Scoreboard::bad_burst(const Request &r)
{
	const unsigned unit = 1U << (r.size > 3 ? 3 : r.size);
	const uint64_t first = r.addr & 0xfff & ~(uint64_t)(unit - 1);
	return r.burst != 1 || r.size > 3 || r.stray_last ||
	       first + (r.len + 1) * unit > 4096 || r.len >= MAX_BEATS;
}

bool Scoreboard::is_interrupt(const Request &r)
{
	if (!r.write || !r.in_fee() || r.len != 0 || r.lock || r.atst)
		return false;
	const unsigned low = r.addr & 7;
	if (r.strb[0] == 0x0f)
		return low == 0;
	return r.strb[0] == 0xf0 && (low == 4 || (low == 0 && r.size == 3));
}

void Scoreboard::accepted(const Req &r)
{
	requests++;
	if (r->lock)
		bench.cover("lock");
	if (r->exec && r->ssidv)
		bench.cover("execute");
	for (const Req &o : bench.device[r->port].live[1])
		if (is_interrupt(*r) && o != r && o->sid == r->sid)
			bench.cover("interrupt behind a write");
}

void Scoreboard::note_dead()
{
	dead = true;
}

static bool same_request(const Request &r, const Arrival &a)
{
	const unsigned prot = (unsigned)r.priv | 2U | (unsigned)r.exec << 2;
	return r.serial == a.cache && r.id == (a.id & 15) && r.len == a.len &&
	       r.size == a.size && a.burst == 1 && r.lock == (bool)a.lock &&
	       prot == a.prot && (r.addr & 0xfff) == (a.pa & 0xfff);
}

Req Scoreboard::arrived(bool write, const Arrival &a)
{
	const unsigned port = a.id >> 4;
	Req r;
	if (port >= NUM_PORTS)
		bench.fail("memory sees ID %x", a.id);
	for (const Req &candidate : bench.device[port].live[write])
		if (same_request(*candidate, a) && !candidate->was_sent())
			r = candidate;
	if (!r)
		bench.fail("port %u: nobody asked for what left as %lx", port,
			   a.pa);
	if (r->complete == NEVER)
		bench.fail("port %u: write %lx left before its data was there",
			   port, r->addr);
	unsigned &order = last_order[a.id << 1 | write];
	if (r->order + 1 <= order)
		bench.fail("port %u: ID %u out of order at %lx", port, r->id,
			   r->addr);
	order = r->order + 1;
	if (bad_burst(*r) || r->zlr || r->blocked || r->flaw)
		bench.fail("port %u: %lx should never have left", port,
			   r->addr);
	if (!bench.firmware.allowed(*r, a.pa >> 12, r->complete))
		bench.fail("port %u: %s %lx reached %lx, which it may not",
			   port, write ? "write" : "read", r->addr, a.pa);
	if (dead && after_death[write]-- == 0)
		bench.fail("%lx left a dead gate", r->addr);
	r->sent = bench.now;
	r->pa = a.pa;
	sent++;
	if (r->atst)
		bench.cover(r->offered ? "translated request" :
					 "translated request hits");
	if (!r->offered)
		hit_latency.push_back(bench.now - r->complete);
	for (const Req &other : bench.device[port].live[write])
		if (other->order < r->order && !other->was_sent() &&
		    other->offered && !other->blocked)
			bench.cover("hit passes a miss");
	return r;
}

void Scoreboard::read_beat(const Req &r)
{
	const size_t i = r->resp.size() - 1;
	if (!r->was_sent())
		return;
	if (i >= r->mem_resp.size() || r->resp[i] != r->mem_resp[i] ||
	    r->rdata[i] != r->mem_data[i])
		bench.fail("port %u: read %lx beat %zu is not what memory gave",
			   r->port, r->addr, i);
	bytes += 1U << r->size;
}

void Scoreboard::finished(const Req &r)
{
	if (r->was_sent())
		check_sent(*r);
	else
		check_unsent(*r);
	for (const Req &other : bench.device[r->port].live[r->write])
		if (other->id == r->id && other->order < r->order)
			bench.fail("port %u: ID %u answered out of order",
				   r->port, r->id);
}

void Scoreboard::check_sent(const Request &r)
{
	if (r.answered == NEVER)
		bench.fail("port %u: %lx answered before memory did", r.port,
			   r.addr);
	if (r.write && r.resp[0] != r.mem_resp[0])
		bench.fail("port %u: B of %lx is not what memory gave", r.port,
			   r.addr);
	if (r.mem_resp.back() == SLVERR)
		bench.cover("memory error");
	if (r.write)
		bytes += (r.len + 1) << r.size;
}

/* The gate or the firmware answered: an error, or zeros where that is due. */
void Scoreboard::check_unsent(const Request &r)
{
	const Firmware &fw = bench.firmware;
	for (uint64_t data : r.rdata)
		if (data)
			bench.fail("port %u: %lx got data from nowhere", r.port,
				   r.addr);
	if (r.all_okay()) {
		const bool fee_zlr = r.zlr && !r.write && r.in_fee();
		const bool zlr = r.zlr && !r.write && !r.in_fee() &&
				 fw.allowed(r, NEVER, r.complete);
		if (!r.acked && !fee_zlr && !zlr)
			bench.fail("port %u: %lx was OKAY out of nothing",
				   r.port, r.addr);
		bench.cover(r.zlr ? "zero-length read" : "interrupt");
		return;
	}
	if (!r.all_error())
		bench.fail("port %u: %lx refused with mixed responses", r.port,
			   r.addr);
	refused++;
	if (!r.blocked && !r.flaw && !bench.dead &&
	    !fw.mode_was(0, r.accepted) &&
	    !(r.atst && fw.mode_was(1, r.accepted)))
		bench.fail("port %u: %s %lx (source %x%s%s%s) of cycle %lu "
			   "refused for no reason",
			   r.port, r.write ? "write" : "read", r.addr, r.sid,
			   r.offered ? ", offered" : "", r.lock ? ", lock" : "",
			   r.zlr ? ", zlr" : "", r.accepted);
}
