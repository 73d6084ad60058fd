/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "sequence.h"

#include <stdarg.h>
#include <string.h>

void sequence_note(struct sequence *s, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	vsnprintf(s->line[s->lines++ % SEQUENCE_LINES], sizeof(s->line[0]),
		  format, args);
	va_end(args);
}

bool sequence_fail(struct sequence *s, const char *wrong)
{
	if (!s->wrong)
		s->wrong = wrong;
	return false;
}

/* Off and on again: drains, and the fault records start from the first. */
static bool toggle_te(struct sequence *s)
{
	struct unit *u = &s->w->unit;

	sequence_note(s, "TE off and on");
	if (!unit_level(u, UNIT_GCMD_TE, false) ||
	    !unit_level(u, UNIT_GCMD_TE, true))
		return sequence_fail(s, "GCMD.TE was not carried out");
	s->log.next = 0;
	return true;
}

static bool flush_all(struct sequence *s)
{
	sequence_note(s, "flush all");
	if (!world_flush_all(s->w))
		return sequence_fail(s, "a global flush did not complete");
	return true;
}

static bool step(struct sequence *s)
{
	uint32_t r = rng_below(&s->w->rng, 100);

	if (s->w->full)
		return flush_all(s);
	if (r < 34)
		return sequence_dma(s);
	if (r < 48)
		return sequence_edit(s);
	if (r < 58)
		return sequence_flush(s);
	if (r < 72)
		return sequence_shoot_page(s);
	if (r < 78)
		return sequence_shoot_context(s);
	if (r < 81)
		return sequence_flush_many(s);
	if (r < 83)
		return sequence_events(s);
	if (r < 85)
		return sequence_garbage(s);
	if (r < 88)
		return sequence_drain(s);
	if (r < 96)
		return sequence_faults(s);
	if (r < 97)
		return sequence_renew(s);
	if (r < 98)
		return sequence_break(s);
	return r < 99 ? toggle_te(s) : flush_all(s);
}

static bool start(struct sequence *s, uint64_t seed, uint64_t index)
{
	struct rng rng = rng_for(seed, index);
	bool queued = rng_percent(&rng, 60);

	s->wrong = NULL;
	s->lines = 0;
	fault_log_reset(&s->log, s->w->unit.model->records);
	s->waits = (struct sequence_waits){ .masked = true };
	sequence_note(s, "start, invalidations by %s",
		      queued ? "queue" : "register");
	s->w->messages = 0;
	if (!world_start(s->w, rng, queued))
		return sequence_fail(s, "the block does not start");
	sequence_populate(s);
	return true;
}

const char *sequence_run(struct sequence *s, uint64_t seed, uint64_t index)
{
	bool good = start(s, seed, index);

	for (unsigned int i = 0; good && i < SEQUENCE_STEPS; i++)
		good = step(s);
	return s->wrong;
}

void sequence_print(const struct sequence *s, FILE *out)
{
	unsigned int first = 0;

	if (s->lines > SEQUENCE_LINES)
		first = s->lines - SEQUENCE_LINES;
	for (unsigned int i = first; i < s->lines; i++)
		fprintf(out, "  %s\n", s->line[i % SEQUENCE_LINES]);
}
