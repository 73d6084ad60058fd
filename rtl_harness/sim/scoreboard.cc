/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "scoreboard.h"

#include <algorithm>
#include <cinttypes>
#include <cstdarg>
#include <cstdio>

static constexpr uint64_t kPoisonLimit = uint64_t{ 1 } << 36;
static constexpr unsigned kMessages = 8;

bool DmaRequest::malformed() const
{
	return burst != kAxiIncr ||
	       (addr & 0xfff) + (beat_addr(beats) - addr) > HostMemory::kPage;
}

oracle_request DmaRequest::oracle() const
{
	oracle_request q{};
	uint8_t lanes = strobes[0];
	unsigned lane = addr & 4;

	q.addr = addr;
	q.sid = sid;
	q.pasid = ssid;
	q.has_pasid = ssidv;
	q.kind = lock ? ORACLE_ATOMIC : write ? ORACLE_WRITE : ORACLE_READ;
	q.translated = atst;
	q.zero_length = zlr;
	q.priv = ssidv && (prot & 1);
	q.exec = ssidv && !write && (prot & 4);
	q.dword = write && beats == 1 && !(addr & 3) && lanes == 0xf << lane;
	return q;
}

Scoreboard::Scoreboard(HostMemory &memory, Truth &truth, Coverage &coverage)
	: memory_(memory), truth_(truth), coverage_(coverage),
	  poison_(kPoisonLimit / HostMemory::kPage / 64)
{
}

void Scoreboard::fail(const char *format, ...)
{
	char text[400];
	va_list args;

	if (!failures_++)
		first_failure_ = now;
	if (messages_.size() >= kMessages)
		return;
	int n = snprintf(text, sizeof(text), "cycle %" PRIu64 ": ", now);
	va_start(args, format);
	vsnprintf(text + n, sizeof(text) - n, format, args);
	va_end(args);
	messages_.push_back(text);
}

DmaRequest *Scoreboard::make()
{
	if (pool_.empty()) {
		owned_.push_back(std::make_unique<DmaRequest>());
		pool_.push_back(owned_.back().get());
	}
	DmaRequest *r = pool_.back();
	pool_.pop_back();
	return r;
}

void Scoreboard::drop(List &list, size_t index)
{
	pool_.push_back(list[index]);
	list.erase(list.begin() + index);
}

unsigned Scoreboard::outstanding() const
{
	unsigned n = 0;

	for (unsigned p = 0; p < kPorts; p++)
		n += outstanding(p);
	return n;
}

unsigned Scoreboard::ports_waiting() const
{
	unsigned n = 0;

	for (auto &port : list_) {
		bool waits = false;

		for (auto &direction : port)
			for (const DmaRequest *r : direction)
				waits |= r->missed && !r->issued;
		n += waits;
	}
	return n;
}

void Scoreboard::reset()
{
	for (auto &port : list_)
		for (auto &direction : port)
			while (!direction.empty())
				drop(direction, direction.size() - 1);
}

void Scoreboard::power_on()
{
	reset();
	shadow_.clear();
	std::fill(poison_.begin(), poison_.end(), 0);
	messages_.clear();
	events_.clear();
	due_.clear();
	taken_.clear();
	failures_ = 0;
	refusing_ = false;
}

/* ---- Device side ------------------------------------------------------- */

void Scoreboard::dma_address(unsigned port, bool write, const DmaAddress &a)
{
	DmaRequest *r = make();

	r->addr = a.addr;
	r->arrived = r->complete = now;
	r->issued_at = r->pa = 0;
	r->ssid = a.ssid;
	r->sid = a.sid;
	r->beats = a.len + 1;
	r->beat = r->served = 0;
	r->port = port;
	r->id = a.id;
	r->size = a.size;
	r->burst = a.burst;
	r->prot = a.prot;
	r->resp = 0;
	r->write = write;
	r->lock = a.lock;
	r->zlr = a.zlr;
	r->ssidv = a.ssidv;
	r->atst = a.atst;
	r->strobes[0] = 0;
	r->filled = !write;
	r->issued = r->answered = r->overtaken = false;
	r->missed = r->outrun = r->stoppable = r->sent = false;
	/* A device that refuses by itself looks at the address alone. */
	r->stoppable = (!write || rules_[port]) && may_refuse(*r);
	r->looked_up = translating_now();
	list_[port][write].push_back(r);
	totals[port].requests++;
}

void Scoreboard::dma_w(unsigned port, uint64_t data, uint8_t strobes, bool last)
{
	List &list = list_[port][1];
	auto it = std::find_if(list.begin(), list.end(),
			       [](DmaRequest *r) { return !r->filled; });

	if (it == list.end()) {
		fail("port %u: W beat without an address; the harness cannot "
		     "follow",
		     port);
		return;
	}
	DmaRequest &r = **it;
	r.data[r.beat] = data;
	r.strobes[r.beat] = strobes;
	r.filled = ++r.beat == r.beats;
	if (r.filled != last)
		fail("port %u: WLAST at beat %u of %u", port, r.beat, r.beats);
	if (!r.filled)
		return;
	r.complete = now;
	r.stoppable = r.stoppable || may_refuse(r);
}

bool Scoreboard::may_refuse(const DmaRequest &r)
{
	return rules_[r.port] ? rules_[r.port]->may_refuse(r) :
				truth_.may_stop(r.oracle());
}

void Scoreboard::check_okay(const DmaRequest &r)
{
	if (r.answered && r.resp == kAxiOkay)
		return;
	if (r.issued && r.answered)
		fail(REQUEST_FMT ": memory failed it, the device saw OKAY",
		     REQUEST_ARGS(r));
	else if (r.issued)
		fail(REQUEST_FMT ": OKAY before memory answered",
		     REQUEST_ARGS(r));
	else if (r.zlr && (truth_.may_be(r.oracle(), ORACLE_PASS) ||
			   truth_.may_be(r.oracle(), ORACLE_COMPLETE)))
		coverage_.hit(kCover_zero_length_read);
	else if (r.write && truth_.may_be(r.oracle(), ORACLE_INTERRUPT))
		check_interrupt(r, true);
	else if (!truth_.may_be(r.oracle(), ORACLE_COMPLETE))
		fail(REQUEST_FMT ": OKAY without reaching memory",
		     REQUEST_ARGS(r));
}

void Scoreboard::check_refused(const DmaRequest &r)
{
	totals[r.port].refused++;
	coverage_.hit(kCover_refused);
	if (!r.write && r.beats > 1)
		coverage_.hit(kCover_read_error_burst);
	if (r.issued) {
		if (!r.answered)
			fail(REQUEST_FMT ": error before memory answered",
			     REQUEST_ARGS(r));
		else if (r.resp == kAxiOkay)
			fail(REQUEST_FMT ": memory was fine, device saw error",
			     REQUEST_ARGS(r));
		else
			coverage_.hit(kCover_memory_error);
		return;
	}
	if (!refusing_ && !r.malformed() && r.is_interrupt())
		check_interrupt(r, false);
	if (!refusing_ && !r.stoppable && !r.malformed() && !may_refuse(r))
		fail(REQUEST_FMT ": refused, but the tables allow it",
		     REQUEST_ARGS(r));
}

void Scoreboard::check_answer(DmaRequest &r, uint8_t resp)
{
	if (resp == kAxiOkay || resp == kAxiExokay)
		check_okay(r);
	else
		check_refused(r);
}

void Scoreboard::account(const DmaRequest &r)
{
	uint64_t bytes = r.beat_addr(r.beats) - r.addr;

	if (r.write)
		totals[r.port].written_bytes += bytes;
	else
		totals[r.port].read_bytes += bytes;
}

void Scoreboard::finish(List &list, size_t index, uint8_t resp)
{
	DmaRequest &r = *list[index];

	check_answer(r, resp);
	if (resp == kAxiOkay && r.answered)
		account(r);
	tally(r, resp);
	drop(list, index);
}

static size_t oldest_of(const std::vector<DmaRequest *> &list, unsigned id)
{
	size_t i = 0;

	while (i < list.size() && list[i]->id != id)
		i++;
	return i;
}

void Scoreboard::dma_b(unsigned port, uint8_t id, uint8_t resp)
{
	List &list = list_[port][1];
	size_t i = oldest_of(list, id);

	if (i == list.size())
		fail("port %u: B for id %u that nobody asked for", port, id);
	else if (!list[i]->filled)
		fail(REQUEST_FMT ": B before its last beat",
		     REQUEST_ARGS(*list[i]));
	else
		finish(list, i, resp);
}

/* A mask of the byte lanes that beat @n of @r uses. */
static uint64_t lanes(const DmaRequest &r, unsigned n)
{
	uint64_t from = r.beat_addr(n), to = r.beat_addr(n + 1);
	unsigned low = from & 7, bytes = static_cast<unsigned>(to - from);
	uint64_t mask = bytes >= 8 ? ~uint64_t{ 0 } :
				     (uint64_t{ 1 } << 8 * bytes) - 1;

	return mask << 8 * low;
}

void Scoreboard::dma_r(unsigned port, uint8_t id, uint64_t data, uint8_t resp,
		       bool last)
{
	List &list = list_[port][0];
	size_t i = oldest_of(list, id);

	if (i == list.size()) {
		fail("port %u: R for id %u that nobody asked for", port, id);
		return;
	}
	DmaRequest &r = *list[i];
	unsigned n = r.beat++;
	if (last != (r.beat == r.beats))
		fail(REQUEST_FMT ": RLAST at beat %u", REQUEST_ARGS(r), n);
	if (n && !r.issued && resp != kAxiSlverr && r.stoppable && !r.zlr)
		fail(REQUEST_FMT ": refused, but beat %u is no error",
		     REQUEST_ARGS(r), n);
	uint64_t want = r.answered ? r.data[n] : 0;
	if (resp == kAxiOkay && ((data ^ want) & lanes(r, n)))
		fail(REQUEST_FMT ": beat %u reads %016" PRIx64
				 ", memory gave %016" PRIx64,
		     REQUEST_ARGS(r), n, data, want);
	beats_checked++;
	if (last)
		finish(list, i, resp);
}

/* ---- Memory side ------------------------------------------------------- */

DmaRequest *Scoreboard::issuer(bool write, uint64_t addr, unsigned port,
			       unsigned id, unsigned beats, unsigned size)
{
	DmaRequest *found = nullptr;

	for (DmaRequest *r : list_[port][write]) {
		if (r->id != id || r->issued || !r->filled)
			continue;
		if (r->beats == beats && r->size == size && !r->malformed() &&
		    !r->zlr && !((r->addr ^ addr) & 0xfff) &&
		    truth_.permits(r->oracle(), addr)) {
			found = r;
			break;
		}
	}
	if (!found)
		return nullptr;
	for (DmaRequest *r : list_[port][write]) {
		if (r == found)
			break;
		r->overtaken |= r->id == id && !r->issued && !r->zlr;
	}
	return found;
}

void Scoreboard::cover_order(const DmaRequest &first)
{
	for (const DmaRequest *r : list_[first.port][first.write])
		if (first.missed && r->id == first.id && !r->issued &&
		    r->filled)
			coverage_.hit(kCover_same_id_order);
}

void Scoreboard::mem_address(bool write, uint64_t addr, unsigned id,
			     unsigned len, unsigned size, unsigned burst)
{
	unsigned port = id >> kPortIdBits, own = id % (1 << kPortIdBits);
	DmaRequest *r = port < kPorts ?
				issuer(write, addr, port, own, len + 1, size) :
				nullptr;

	if (!r || burst != kAxiIncr) {
		fail("memory: %s of %" PRIx64 " id %x len %u that no request "
		     "and table explain",
		     write ? "write" : "read", addr, id, len);
		return;
	}
	if (r->overtaken)
		fail(REQUEST_FMT ": a younger one of its ID came before it",
		     REQUEST_ARGS(*r));
	if (r->outrun)
		fail(REQUEST_FMT ": an interrupt of its source came before it",
		     REQUEST_ARGS(*r));
	r->issued = true;
	r->issued_at = now;
	r->pa = addr;
	if (rules_[port])
		rules_[port]->issued(*r);
	cover_order(*r);
	if (refusing_)
		fail(REQUEST_FMT ": let out while everything is blocked",
		     REQUEST_ARGS(*r));
	if (translating && poisoned(addr, r->beat_addr(r->beats) - r->addr))
		fail(REQUEST_FMT ": reaches freed frame %" PRIx64,
		     REQUEST_ARGS(*r), addr);
	translated += translating;
	if (!truth_.marked(r->oracle()))
		fail(REQUEST_FMT ": let out before its accessed and dirty bits "
				 "were set",
		     REQUEST_ARGS(*r));
	(r->missed ? miss_cycles : hit).add(now - r->complete);
	if (!r->missed && any_outstanding([](const DmaRequest &o) {
		    return o.missed && !o.issued;
	    }))
		coverage_.hit(kCover_hit_under_miss);
}

/* The oldest request that memory has accepted under @mem_id. */
DmaRequest *Scoreboard::served(bool write, unsigned mem_id)
{
	unsigned port = mem_id >> kPortIdBits;

	if (port >= kPorts)
		return nullptr;
	for (DmaRequest *r : list_[port][write])
		if (r->id == mem_id % (1 << kPortIdBits) && r->issued &&
		    !r->answered)
			return r;
	return nullptr;
}

void Scoreboard::mem_read(const AxiBurstRecord &b)
{
	DmaRequest *r = served(false, b.id);

	if (!r)
		return; /* reported when its address came */
	r->answered = true;
	r->resp = b.resp;
	std::copy(b.data, b.data + b.beats, r->data);
	if (b.resp != kAxiOkay)
		return;
	for (unsigned n = 0; n < b.beats; n++) {
		uint64_t at = r->pa - r->addr + r->beat_addr(n);
		uint64_t want = shadow_.load(at & ~uint64_t{ 7 });

		if ((b.data[n] ^ want) & lanes(*r, n))
			fail("memory holds %016" PRIx64 " at %" PRIx64
			     ", devices wrote %016" PRIx64,
			     b.data[n], at, want);
		bytes_compared += 8;
	}
}

/* The bits of the bytes that @strobes select. */
static uint64_t bytes_of(uint8_t strobes)
{
	uint64_t mask = 0;

	for (unsigned i = 0; i < 8; i++)
		if (strobes >> i & 1)
			mask |= uint64_t{ 0xff } << 8 * i;
	return mask;
}

void Scoreboard::mem_write(const AxiBurstRecord &b)
{
	DmaRequest *r = served(true, b.id);

	if (!r)
		return;
	r->answered = true;
	r->resp = b.resp;
	for (unsigned n = 0; n < b.beats; n++) {
		uint64_t at = r->pa - r->addr + r->beat_addr(n);

		if (((b.data[n] ^ r->data[n]) & bytes_of(r->strobes[n])) ||
		    b.strobes[n] != r->strobes[n])
			fail(REQUEST_FMT
			     ": beat %u came to memory as %016" PRIx64 "/%02x",
			     REQUEST_ARGS(*r), n, b.data[n], b.strobes[n]);
		if (b.resp == kAxiOkay)
			shadow_.store(at & ~uint64_t{ 7 }, r->data[n],
				      r->strobes[n]);
		beats_checked++;
	}
}

unsigned Scoreboard::miss(uint16_t sid, uint64_t addr)
{
	unsigned waiting = 0;

	for (auto &port : list_)
		for (auto &direction : port)
			for (DmaRequest *r : direction)
				if (r->sid == sid && !r->issued && r->filled &&
				    !((r->addr ^ addr) >> 12)) {
					r->missed = true;
					waiting++;
				}
	return waiting;
}

void Scoreboard::filled(uint16_t sid, uint64_t addr)
{
	if (miss(sid, addr) > 1)
		coverage_.hit(kCover_merged_miss);
}

/* ---- Host side --------------------------------------------------------- */

void Scoreboard::host_store(uint64_t addr, const void *buf, size_t len)
{
	memory_.write(addr, buf, len);
	shadow_.write(addr, buf, len);
}

void Scoreboard::engine_stored(uint64_t word_addr)
{
	shadow_.store(word_addr, memory_.load(word_addr));
}

void Scoreboard::keep_verdicts()
{
	for (auto &port : list_)
		for (auto &direction : port)
			for (DmaRequest *r : direction)
				if ((r->filled || rules_[r->port]) &&
				    !r->issued && !r->stoppable)
					r->stoppable = may_refuse(*r);
	for (PortRules *rules : rules_)
		if (rules)
			rules->reading_ends();
}

void Scoreboard::mark(uint64_t addr, uint64_t len, bool on)
{
	uint64_t frame = addr / HostMemory::kPage;
	uint64_t end = (addr + len) / HostMemory::kPage;

	for (; frame < end && frame / 64 < poison_.size(); frame++)
		if (on)
			poison_[frame / 64] |= uint64_t{ 1 } << frame % 64;
		else
			poison_[frame / 64] &= ~(uint64_t{ 1 } << frame % 64);
}

/* The bytes of the first 4 KiB are enough: the bitmap is the proof. */
void Scoreboard::poison(uint64_t addr, uint64_t len)
{
	static constexpr uint8_t kByte = 0xdb;

	mark(addr, len, true);
	memory_.fill(addr, kByte, HostMemory::kPage);
	shadow_.fill(addr, kByte, HostMemory::kPage);
}

void Scoreboard::release(uint64_t addr, uint64_t len)
{
	mark(addr, len, false);
}

bool Scoreboard::poisoned(uint64_t addr, uint64_t len) const
{
	uint64_t frame = addr / HostMemory::kPage;
	uint64_t end = (addr + len - 1) / HostMemory::kPage;

	for (; frame <= end && frame / 64 < poison_.size(); frame++)
		if (poison_[frame / 64] >> frame % 64 & 1)
			return true;
	return false;
}

void Scoreboard::compare(uint64_t addr, uint64_t len)
{
	for (uint64_t end = addr + len; addr < end; addr += 8) {
		uint64_t have = memory_.load(addr), want = shadow_.load(addr);

		if (have != want)
			fail("memory holds %016" PRIx64 " at %" PRIx64
			     ", devices wrote %016" PRIx64,
			     have, addr, want);
		bytes_compared += 8;
	}
}
