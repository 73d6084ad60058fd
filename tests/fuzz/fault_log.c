/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "fault_log.h"

#include <string.h>

#define SID_MASK UINT64_C(0xffff)
#define FRCD_F   (UINT64_C(1) << 63)

void fault_log_reset(struct fault_log *l, unsigned int count)
{
	*l = (struct fault_log){ .count = count, .masked = true };
}

static bool any_pending(const struct fault_log *l)
{
	for (unsigned int i = 0; i < l->count; i++)
		if (l->pending[i])
			return true;
	return false;
}

static bool source_pending(const struct fault_log *l, uint64_t sid)
{
	for (unsigned int i = 0; i < l->count; i++)
		if (l->pending[i] && (l->frcd[i][1] & SID_MASK) == sid)
			return true;
	return false;
}

static void event(struct fault_log *l)
{
	if (l->masked)
		l->held = true;
	else
		l->messages++;
}

void fault_log_add(struct fault_log *l, const uint64_t frcd[2],
		   const uint64_t mask[2])
{
	bool first = !any_pending(l);

	if (l->overflow || source_pending(l, frcd[1] & SID_MASK))
		return;
	if (l->pending[l->next]) {
		l->overflow = true;
		return;
	}
	memcpy(l->frcd[l->next], frcd, sizeof(l->frcd[0]));
	memcpy(l->mask[l->next], mask, sizeof(l->mask[0]));
	l->pending[l->next] = true;
	if (first) {
		l->fri = l->next;
		if (!l->queue_error)
			event(l);
	}
	l->next = (l->next + 1) % l->count;
}

static bool quiet(const struct fault_log *l)
{
	return !any_pending(l) && !l->overflow && !l->queue_error;
}

/* 7.3: an event that was held is forgotten with its last cause. */
static void forget_event(struct fault_log *l)
{
	if (quiet(l))
		l->held = false;
}

void fault_log_queue_error(struct fault_log *l, bool set)
{
	if (set && quiet(l))
		event(l);
	l->queue_error = set;
	forget_event(l);
}

void fault_log_clear(struct fault_log *l, unsigned int index)
{
	l->pending[index] = false;
	forget_event(l);
}

void fault_log_clear_overflow(struct fault_log *l)
{
	l->overflow = false;
	forget_event(l);
}

void fault_log_mask(struct fault_log *l, bool masked)
{
	l->masked = masked;
	if (masked || !l->held)
		return;
	l->held = false;
	l->messages++;
}

static const char *compare_record(const struct fault_log *l, struct unit *u,
				  unsigned int index)
{
	uint64_t got[2];

	unit_record(u, index, got);
	if (!l->pending[index])
		return got[1] & FRCD_F ? "a record is there too many" : NULL;
	if (!(got[1] & FRCD_F))
		return "a fault was not recorded";
	for (unsigned int i = 0; i < 2; i++)
		if ((got[i] ^ l->frcd[index][i]) & l->mask[index][i])
			return "a fault record is wrong";
	return NULL;
}

const char *fault_log_compare(const struct fault_log *l, struct unit *u)
{
	uint32_t fsts = unit_fsts(u);
	const char *wrong = NULL;

	for (unsigned int i = 0; !wrong && i < l->count; i++)
		wrong = compare_record(l, u, i);
	if (wrong)
		return wrong;
	if (!!(fsts & UNIT_FSTS_PFO) != l->overflow)
		return "FSTS.PFO is wrong";
	if (!!(fsts & UNIT_FSTS_PPF) != any_pending(l))
		return "FSTS.PPF is not the OR of the F bits";
	if (any_pending(l) && (fsts >> 8 & 0xff) != l->fri)
		return "FSTS.FRI is wrong";
	return NULL;
}
