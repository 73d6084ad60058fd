/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "mailbox.h"

#include "bits.h"
#include "gen/soc_map.h"
#include "gen/vtd_gate.h"

void Mailbox::reset()
{
	work0_ = work1_ = inv_addr_ = 0;
	idle_turns_ = turns_ = words_left_ = 0;
	maps_ = unmaps_ = false;
	draining_ = looked_ = false;
	booting = true;
	boot_log.clear();
}

void Mailbox::see(const MboxOp &op, uint64_t now)
{
	if (booting)
		boot_log.push_back(op);
	else if (checker_)
		checker_->see(op, now);
	busy_ |= op.addr != GATE_WORK0;
	if (op.addr >= SOC_MBOX_SIZE)
		return;
	if (op.write)
		write(op, now);
	else
		read(op, now);
}

void Mailbox::read(const MboxOp &op, uint64_t now)
{
	switch (op.addr) {
	case GATE_WORK0:
		take(op.data, now);
		break;
	case GATE_WORK1:
		work1_ = op.data;
		if (field(work0_, GATE_WORK0_KIND) == GATE_KIND_MISS)
			missed();
		break;
	case GATE_STATUS:
		if (!draining_)
			break;
		if (op.data & GATE_STATUS_DRAINING) {
			if (!looked_)
				coverage_.hit(kCover_drain_waited);
			looked_ = true;
			break;
		}
		draining_ = false;
		stats.drain.add(now - drain_at_);
		break;
	}
}

/*
 * Of a translated or an execute request the tables have to say more than is
 * cached, and the interrupt range is in no table.
 */
void Mailbox::missed()
{
	bool pasid = work0_ & GATE_WORK0_SSIDV;
	bool special = work0_ & (GATE_WORK0_ATST | GATE_WORK0_EXEC);

	board_.miss(field(work0_, GATE_WORK0_SID), work1_);
	if (!special && (pasid || work1_ >> 20 != 0xfee))
		board_.context_wanted(pasid);
}

void Mailbox::turn_ends(uint64_t now)
{
	uint64_t cycles = now - turn_at_;

	stats.turn.add(cycles);
	if (field(work0_, GATE_WORK0_KIND) == GATE_KIND_MSG &&
	    field(work0_, GATE_WORK0_MSG) == GATE_MSG_IN_ATS_REQ)
		stats.ats.add(cycles);
	if (maps_)
		stats.map.add(cycles);
	if (unmaps_)
		stats.unmap.add(cycles);
	maps_ = unmaps_ = false;
}

void Mailbox::send(uint64_t word)
{
	if (words_left_) {
		words_left_--;
		return;
	}
	words_left_ = field(word, GATE_WORK0_LEN);
	board_.engine_sends(word);
	maps_ |= field(word, GATE_WORK0_MSG) == GATE_MSG_OUT_CLIENT_MAP;
	unmaps_ |= field(word, GATE_WORK0_MSG) == GATE_MSG_OUT_CLIENT_UNMAP;
}

void Mailbox::take(uint64_t word, uint64_t now)
{
	board_.work_taken();
	if (busy_ && turns_)
		turn_ends(now);
	idle_turns_ = word || busy_ ? 0 : idle_turns_ + 1;
	busy_ = word != 0;
	turn_at_ = now;
	turns_++;
	work0_ = word;
	switch (field(word, GATE_WORK0_KIND)) {
	case GATE_KIND_MISS:
		stats.misses++;
		break;
	case GATE_KIND_EVENT:
		stats.events++;
		if (board_.any_outstanding([](const DmaRequest &r) {
			    return r.missed && !r.issued;
		    }))
			coverage_.hit(kCover_event_under_miss);
		break;
	case GATE_KIND_INTR:
		stats.interrupts++;
		break;
	case GATE_KIND_REPORT:
		stats.reports++;
		break;
	}
}

void Mailbox::write(const MboxOp &op, uint64_t now)
{
	switch (op.addr) {
	case GATE_ANSWER:
		answer(op.data, now);
		break;
	case GATE_INV_ADDR:
		inv_addr_ = op.data;
		break;
	case GATE_INV:
		invalidate(op.data, now);
		break;
	case GATE_MSG_OUT:
		send(op.data);
		break;
	}
}

void Mailbox::answer(uint64_t word, uint64_t now)
{
	stats.service.add(now - turn_at_);
	board_.answered();
	if (board_.ports_waiting() > 1)
		coverage_.hit(kCover_stalled_ports);
	switch (field(word, GATE_ANSWER_ACTION)) {
	case GATE_ACTION_GRANT:
		stats.granted++;
		board_.granted();
		if (word & GATE_ANSWER_INSTALL)
			board_.filled(field(work0_, GATE_WORK0_SID), work1_);
		break;
	case GATE_ACTION_BLOCK:
		stats.blocked++;
		break;
	case GATE_ACTION_RETRY:
		stats.retried++;
		break;
	}
}

void Mailbox::invalidate(uint64_t word, uint64_t now)
{
	stats.invalidations++;
	switch (field(word, GATE_INV_OP)) {
	case GATE_INV_PAGE:
		if (inv_addr_ & GATE_INV_ADDR_AM)
			coverage_.hit(kCover_evict_many);
		cover_page(inv_addr_);
		break;
	case GATE_INV_RETIRE:
	case GATE_INV_RETIRE_ALL:
		coverage_.hit(kCover_domain_invalidation);
		break;
	case GATE_INV_KEY:
	case GATE_INV_KEY_ALL:
		coverage_.hit(kCover_context_invalidation);
		break;
	case GATE_INV_SWEEP:
		coverage_.hit(kCover_tag_sweep);
		break;
	case GATE_INV_DRAIN:
		drain_begins(now);
		break;
	}
}

void Mailbox::drain_begins(uint64_t now)
{
	drain_at_ = now;
	draining_ = true;
	looked_ = false;
	auto parked = [this](bool write) {
		return board_.any_outstanding([write](const DmaRequest &r) {
			return r.write == write && r.filled && !r.issued;
		});
	};
	if (parked(true))
		coverage_.hit(kCover_parked_write_during_drain);
	if (parked(false))
		coverage_.hit(kCover_parked_read_during_drain);
}

void Mailbox::cover_page(uint64_t addr)
{
	unsigned shift = 12 + (addr & GATE_INV_ADDR_AM);

	if (board_.any_outstanding([=](const DmaRequest &r) {
		    return r.filled && !r.issued && shift < 64 &&
			   !((r.addr ^ addr) >> shift);
	    }))
		coverage_.hit(kCover_evict_during_fill);
}
