/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */
/* What becomes of interrupts: messages, and bits in posted descriptors. */

#include <algorithm>
#include <cinttypes>

#include "scoreboard.h"

bool DmaRequest::is_interrupt() const
{
	return oracle().dword && !ssidv && !lock && !atst &&
	       addr >> 20 == 0xfee;
}

namespace
{

struct Wanted {
	uint64_t addr;
	uint32_t data;
};

/* Sent as such a message; or posted, and this is its notification. */
bool same_message(void *ctx, const struct oracle_interrupt *res)
{
	const Wanted &w = *static_cast<Wanted *>(ctx);
	const oracle_message &m = res->message;

	return res->outcome != ORACLE_IR_FAULT && m.addr == w.addr &&
	       !((m.data ^ w.data) & m.data_mask);
}

bool is_fault(void *, const struct oracle_interrupt *res)
{
	return res->outcome == ORACLE_IR_FAULT;
}

bool is_sent(void *, const struct oracle_interrupt *res)
{
	return res->outcome == ORACLE_SENT;
}

struct Posted {
	HostMemory &memory;
	const std::map<uint64_t, uint64_t> &taken;
	uint64_t since;
};

/* Its bit is in the descriptor, if the host has not just taken it. */
bool is_posted(void *ctx, const struct oracle_interrupt *res)
{
	const Posted &p = *static_cast<Posted *>(ctx);

	if (res->outcome != ORACLE_POSTED)
		return false;
	auto taken = p.taken.find(res->pid);
	if (taken != p.taken.end() && taken->second >= p.since)
		return true;
	uint64_t word = p.memory.load(res->pid + res->vector / 64 * 8);
	return word >> res->vector % 64 & 1;
}

} /* namespace */

bool Scoreboard::explains(const Interrupt &i, uint64_t addr, uint32_t data)
{
	Wanted wanted = { addr, data };

	return truth_.interrupts(i.sid, i.addr, i.data, same_message, &wanted);
}

/* What the interrupt's source wrote before must be in memory by now. */
void Scoreboard::check_order(const List &writes, const DmaRequest &interrupt)
{
	for (DmaRequest *older : writes) {
		DmaRequest &r = *older;

		if (&r == &interrupt)
			return;
		if (r.sid != interrupt.sid)
			continue;
		if (r.issued && !r.answered)
			fail(REQUEST_FMT ": an interrupt of its source passed "
					 "it",
			     REQUEST_ARGS(r));
		r.outrun = !r.issued && !r.is_interrupt();
	}
}

void Scoreboard::message(uint64_t addr, uint32_t data)
{
	if (!judge_messages)
		return;
	for (const Interrupt &e : events_)
		if (e.addr == addr && e.data == data)
			return;
	for (auto due = due_.begin(); due != due_.end(); ++due) {
		if (!explains(*due, addr, data))
			continue;
		due_.erase(due);
		return;
	}
	for (auto &port : list_) {
		for (DmaRequest *r : port[1]) {
			if (r->sent || !r->filled || !r->is_interrupt() ||
			    !explains({ r->sid, r->addr, r->message() }, addr,
				      data))
				continue;
			r->sent = true;
			check_order(port[1], *r);
			return;
		}
	}
	fail("message %08x to %" PRIx64 " that no interrupt explains", data,
	     addr);
}

/* The device has its answer; the message may still be on its way. */
void Scoreboard::check_interrupt(const DmaRequest &r, bool okay)
{
	Interrupt i = { r.sid, r.addr, r.message() };
	Posted posted = { memory_, taken_, r.complete };
	auto is = [&](oracle_interrupt_same *same, void *ctx) {
		return truth_.interrupts(i.sid, i.addr, i.data, same, ctx);
	};

	if (!judge_messages) {
		coverage_.hit(kCover_interrupt);
		return;
	}
	if (!okay) {
		coverage_.hit(kCover_interrupt_refused);
		if (!is(is_fault, nullptr))
			fail(REQUEST_FMT ": interrupt %08x refused, the table "
					 "allows it",
			     REQUEST_ARGS(r), i.data);
		return;
	}
	if (is(is_posted, &posted)) {
		coverage_.hit(kCover_interrupt_posted);
		return;
	}
	coverage_.hit(kCover_interrupt);
	if (!is(is_sent, nullptr))
		fail(REQUEST_FMT ": interrupt %08x accepted, the table does "
				 "not allow it",
		     REQUEST_ARGS(r), i.data);
	else if (!r.sent)
		due_.push_back(i);
}

void Scoreboard::take_posted(uint64_t addr)
{
	taken_[addr] = now;
}
