/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "queue.h"
#include "sequence.h"

#define ICS    0x9cu
#define IECTL  0xa0u
#define IEDATA 0xa4u
#define IEADDR 0xa8u
#define IWC    UINT32_C(1)
#define IM     (UINT32_C(1) << 31)
#define IP     (UINT32_C(1) << 30)

/* 6.5.2.9: only IWC going from 0 to 1 is an event. */
void sequence_wait_done(struct sequence *s)
{
	struct sequence_waits *e = &s->waits;

	if (!e->iwc && e->masked)
		e->held = true;
	else if (!e->iwc)
		e->messages++;
	e->iwc = true;
}

bool sequence_check_events(struct sequence *s)
{
	const struct sequence_waits *e = &s->waits;
	struct unit *u = &s->w->unit;
	uint32_t iectl = unit_read32(u, IECTL);

	if (s->w->messages != s->log.messages + e->messages)
		return sequence_fail(s, "event messages sent or lost");
	if ((unit_read32(u, ICS) & IWC) != e->iwc)
		return sequence_fail(s, "ICS.IWC is wrong");
	if (!!(iectl & IM) != e->masked || !!(iectl & IP) != e->held)
		return sequence_fail(s, "IECTL is wrong");
	return true;
}

static bool wait_with_interrupt(struct sequence *s)
{
	struct queue_desc d = queue_wait(WORLD_STATUS, 0);

	d.lo |= 1 << 4;
	sequence_note(s, "wait with interrupt");
	if (!queue_run(s->w, d))
		return sequence_fail(s, "a wait did not complete");
	sequence_wait_done(s);
	return true;
}

static bool clear_iwc(struct sequence *s)
{
	sequence_note(s, "clear IWC");
	unit_write32(&s->w->unit, ICS, IWC);
	s->waits.iwc = false;
	s->waits.held = false;
	return unit_settle(&s->w->unit);
}

static bool set_mask(struct sequence *s)
{
	struct sequence_waits *e = &s->waits;
	struct unit *u = &s->w->unit;

	e->masked = rng_percent(&s->w->rng, 40);
	sequence_note(s, "IECTL.IM = %d", e->masked);
	unit_write32(u, IEDATA, 0x42);
	unit_write32(u, IEADDR, 0xfee02000);
	unit_write32(u, IECTL, e->masked ? IM : 0);
	if (!e->masked && e->held) {
		e->held = false;
		e->messages++;
	}
	return unit_settle(u);
}

bool sequence_events(struct sequence *s)
{
	bool good;

	if (!s->w->queued)
		return true;
	switch (rng_below(&s->w->rng, 4)) {
	case 0:
		good = clear_iwc(s);
		break;
	case 1:
		good = set_mask(s);
		break;
	default:
		good = wait_with_interrupt(s);
	}
	if (!good)
		return sequence_fail(s, "the engine does not settle");
	return sequence_check_events(s);
}
