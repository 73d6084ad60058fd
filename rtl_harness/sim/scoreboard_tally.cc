/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */
/* What performance counters are to count. */

#include "scoreboard.h"

Translating Scoreboard::translating_now() const
{
	if (truth_.changing_mode())
		return Translating::Maybe;
	return translating ? Translating::Yes : Translating::No;
}

void Scoreboard::mode_changes()
{
	for (auto &port : list_)
		for (auto &direction : port)
			for (DmaRequest *r : direction)
				r->looked_up = Translating::Maybe;
}

/* Requests that the gate may look up again. */
uint64_t Scoreboard::waiting() const
{
	uint64_t n = 0;

	for (auto &port : list_)
		for (auto &direction : port)
			for (const DmaRequest *r : direction)
				n += r->filled && !r->issued;
	return n;
}

void Scoreboard::work_taken()
{
	tallies.waited += waiting() != 0;
}

void Scoreboard::answered()
{
	tallies.waited += waiting();
}

/* Legacy mode has no context for a request with PASID. */
void Scoreboard::context_wanted(bool pasid)
{
	if (!pasid || truth_.scalable())
		tallies.contexts.count(translating_now());
}

void Scoreboard::granted()
{
	tallies.granted.count(translating_now());
}

/* Neither sent as it came nor refused before the table is looked at. */
static bool is_looked_up(void *, const struct oracle_interrupt *res)
{
	if (res->outcome != ORACLE_IR_FAULT)
		return !res->bypassed;
	return res->reason != ORACLE_IR_RESERVED &&
	       res->reason != ORACLE_IR_COMPAT;
}

static bool is_beyond(void *, const struct oracle_interrupt *res)
{
	return res->outcome == ORACLE_IR_FAULT &&
	       res->reason == ORACLE_IR_INDEX;
}

void Scoreboard::tally_interrupt(const DmaRequest &r)
{
	auto is = [&](oracle_interrupt_same *same) {
		return truth_.interrupts(r.sid, r.addr, r.message(), same,
					 nullptr);
	};

	tallies.interrupts += is(is_looked_up);
	tallies.interrupts_beyond += is(is_beyond);
}

/* @r has its answer. */
void Scoreboard::tally(const DmaRequest &r, uint8_t resp)
{
	tallies.ended.count(r.looked_up);
	if (r.issued || (r.zlr && resp == kAxiOkay))
		tallies.let_out.count(r.looked_up);
	if (r.write && !r.malformed() && r.is_interrupt())
		tally_interrupt(r);
}
