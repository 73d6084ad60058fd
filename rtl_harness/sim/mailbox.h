/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */
/*
 * Watches what the firmware does at the mailbox and tells those who care:
 * the scoreboard which requests missed, coverage which situations came
 * about, the lock-step checker every word. Cuts the stream into turns of
 * the main loop, each beginning with a read of WORK0.
 */
#ifndef SIM_MAILBOX_H
#define SIM_MAILBOX_H

#include <cstdint>
#include <vector>

#include "coverage.h"
#include "histogram.h"
#include "model.h"
#include "scoreboard.h"

/* Gets every word once the firmware is ready: lock step, or a recording. */
class MailboxChecker
{
public:
	virtual ~MailboxChecker() = default;
	virtual void see(const MboxOp &op, uint64_t now) = 0;
};

struct MailboxStats {
	Histogram turn;    /* between reads of WORK0, if anything was done */
	Histogram service; /* a miss: WORK0 read to ANSWER written */
	Histogram drain;   /* DRAIN written to seen finished */
	Histogram ats;	   /* a turn that answers a translation request */
	Histogram map;	   /* one that sends a CLIENT_MAP */
	Histogram unmap;   /* a CLIENT_UNMAP */
	uint64_t misses = 0, events = 0, interrupts = 0, reports = 0;
	uint64_t granted = 0, blocked = 0, retried = 0, invalidations = 0;
};

class Mailbox
{
public:
	Mailbox(Scoreboard &board, Coverage &coverage)
		: board_(board), coverage_(coverage)
	{
	}

	/* Null: nobody checks. */
	void check_with(MailboxChecker *checker)
	{
		checker_ = checker;
	}

	void see(const MboxOp &op, uint64_t now);

	/* Words since power-on until the firmware was ready. */
	std::vector<MboxOp> boot_log;
	bool booting = true;

	/* Looks in a row at which firmware found nothing and did nothing. */
	unsigned idle_turns() const
	{
		return idle_turns_;
	}
	uint64_t turns() const
	{
		return turns_;
	}
	void reset();

	MailboxStats stats;

private:
	void read(const MboxOp &op, uint64_t now);
	void write(const MboxOp &op, uint64_t now);
	void missed();
	void take(uint64_t work0, uint64_t now);
	void answer(uint64_t word, uint64_t now);
	void invalidate(uint64_t word, uint64_t now);
	void drain_begins(uint64_t now);
	void send(uint64_t word);
	void turn_ends(uint64_t now);
	void cover_page(uint64_t addr);

	Scoreboard &board_;
	Coverage &coverage_;
	MailboxChecker *checker_ = nullptr;
	uint64_t work0_ = 0, work1_ = 0, inv_addr_ = 0;
	uint64_t turn_at_ = 0, drain_at_ = 0;
	uint64_t turns_ = 0;
	unsigned idle_turns_ = 0;
	unsigned words_left_ = 0; /* of the message being sent */
	bool maps_ = false, unmaps_ = false; /* in this turn */
	bool draining_ = false, looked_ = false, busy_ = false;
};

#endif
