/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include <inttypes.h>

#include "queue.h"
#include "sequence.h"

#define IQH    0x80u
#define IQT    0x88u
#define IQA    0x90u
#define IQERCD 0xb0u
#define CCMD   0x28u
#define BIT63  (UINT64_C(1) << 63)

static struct queue_desc garbage(struct sequence *s)
{
	struct rng *r = &s->w->rng;
	struct world_flush f = sequence_pick_flush(s);
	struct queue_desc d = queue_flush(&f);

	switch (rng_below(r, 4)) {
	case 0:
		d.lo = rng_u64(r);
		d.hi = rng_u64(r);
		return d;
	case 1:
		d = queue_wait(WORLD_STATUS, 0);
		break;
	default:
		break;
	}
	for (uint32_t n = 1 + rng_below(r, 2); n; n--) {
		uint64_t bit = UINT64_C(1) << rng_below(r, 64);

		if (rng_percent(r, 70))
			d.lo ^= bit;
		else
			d.hi ^= bit;
	}
	return d;
}

/* The queue has stopped at @head for one of the reasons in @judged. */
static bool check_stopped(struct sequence *s, unsigned int head,
			  unsigned int judged)
{
	struct unit *u = &s->w->unit;
	unsigned int iqei = (unsigned int)(unit_read64(u, IQERCD) & 15);

	if (!(unit_fsts(u) & UNIT_FSTS_IQE))
		return sequence_fail(s, "a bad descriptor was accepted");
	if (!(judged >> iqei & 1))
		return sequence_fail(s, "IQERCD.IQEI is wrong");
	if (unit_read64(u, IQH) != head * 16)
		return sequence_fail(s, "IQH is not at the bad descriptor");
	s->counts.queue_error[iqei & 7]++;
	fault_log_queue_error(&s->log, true);
	return true;
}

static bool clear_iqe(struct sequence *s)
{
	struct unit *u = &s->w->unit;

	if (!unit_clear_fsts(u, UNIT_FSTS_IQE) ||
	    (unit_fsts(u) & UNIT_FSTS_IQE))
		return sequence_fail(s, "IQE was not cleared");
	fault_log_queue_error(&s->log, false);
	return true;
}

/* As drivers do: something harmless in its place, and IQE cleared. */
static bool resume(struct sequence *s, unsigned int at)
{
	struct world *w = s->w;
	struct queue_desc harmless = queue_wait(WORLD_STATUS, 0);
	uint32_t ticket = (uint32_t)rng_u64(&w->rng) | 1;

	w->queue[2 * at] = harmless.lo;
	w->queue[2 * at + 1] = harmless.hi;
	if (!clear_iqe(s))
		return false;
	queue_put(w, queue_wait(WORLD_STATUS, ticket));
	if (!queue_ring(w) || w->status != ticket)
		return sequence_fail(s, "the queue did not go on after IQE");
	return true;
}

static bool bad_descriptor(struct sequence *s)
{
	struct world *w = s->w;
	struct queue_desc d = garbage(s);
	unsigned int judged = queue_judge(w->unit.model, d);
	unsigned int at = w->unit.tail;
	bool stopped;

	sequence_note(s, "descriptor %016" PRIx64 " %016" PRIx64, d.hi, d.lo);
	queue_put(w, d);
	if (!queue_ring(w))
		return sequence_fail(s, "the engine does not settle");
	stopped = unit_fsts(&w->unit) & UNIT_FSTS_IQE;
	if (!stopped && (judged & 1)) {
		s->counts.good_garbage++;
		if (queue_interrupts(d))
			sequence_wait_done(s);
		return sequence_check_events(s);
	}
	return check_stopped(s, at, judged) && resume(s, at);
}

/* A tail behind the end of the queue: IQEI 1. */
static bool bad_tail(struct sequence *s)
{
	struct unit *u = &s->w->unit;
	unsigned int head = u->tail;
	uint32_t beyond = u->slots + rng_below(&s->w->rng, 1000);

	sequence_note(s, "tail at slot %u of %u", beyond, u->slots);
	unit_write32(u, IQT, beyond * 16);
	if (!unit_settle(u))
		return sequence_fail(s, "the engine does not settle");
	if (!check_stopped(s, head, 1u << 1))
		return false;
	unit_write32(u, IQT, u->tail * 16);
	unit_settle(u);
	return resume(s, head);
}

/* A queue where no memory is: IQEI 2. */
static bool bad_base(struct sequence *s)
{
	struct unit *u = &s->w->unit;

	sequence_note(s, "queue in no memory");
	if (!unit_level(u, UNIT_GCMD_QIE, false) || unit_read64(u, IQH))
		return sequence_fail(s, "the queue was not turned off");
	if (!unit_queue_on(u, UINT64_C(0x7000000), false))
		return sequence_fail(s, "the queue was not turned on");
	unit_write32(u, IQT, 16);
	unit_settle(u);
	if (!check_stopped(s, 0, 1u << 2))
		return false;
	/* Empty again, so that clearing IQE does not fetch once more. */
	unit_write32(u, IQT, 0);
	if (!clear_iqe(s) || !unit_level(u, UNIT_GCMD_QIE, false))
		return sequence_fail(s, "the queue was not turned off");
	if (!unit_queue_on(u, WORLD_QUEUE, false))
		return sequence_fail(s, "the queue was not turned on");
	return true;
}

/* By register with the queue on: done or refused, but over. */
static bool by_register_too(struct sequence *s)
{
	struct unit *u = &s->w->unit;

	sequence_note(s, "CCMD while the queue is on");
	unit_write64(u, CCMD, BIT63 | UINT64_C(1) << 61);
	if (!unit_settle(u) || unit_read64(u, CCMD) & BIT63)
		return sequence_fail(s, "CCMD.ICC stays set");
	return true;
}

/* Granularity 0 is reserved: the command ends, and says it did nothing. */
static bool bad_command(struct sequence *s)
{
	struct unit *u = &s->w->unit;

	sequence_note(s, "CCMD with granularity 0");
	unit_write64(u, CCMD, BIT63);
	if (!unit_settle(u) || unit_read64(u, CCMD) >> 59 & 0x13)
		return sequence_fail(s, "CCMD granularity 0 was not refused");
	return true;
}

bool sequence_garbage(struct sequence *s)
{
	if (!s->w->queued)
		return bad_command(s);
	switch (rng_below(&s->w->rng, 8)) {
	case 0:
		return bad_tail(s);
	case 1:
		return bad_base(s);
	case 2:
		return by_register_too(s);
	default:
		return bad_descriptor(s);
	}
}
