/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "ats.h"

#include "gen/vtd_regs.h"
#include "inv.h"
#include "msg.h"
#include "reg.h"
#include "trace.h"

/*
 * An ITag is the number of its entry, one among all sources: what comes for it
 * from another source is recognised for what it is. When its time is over the
 * entry is kept (LATE) until the completion came after all, or as long again
 * has passed. So a late completion meets its own entry, never that of a new
 * request of the same source. The pool is out of service for twice the time-out
 * at most.
 */
#define MOST_COMPLETIONS 8U /* CC = 0 */

enum { SENT, DONE, TIMED_OUT, FREE_AGAIN };

static void note(struct vtd *v, const struct vtd_itag *tag, unsigned int what)
{
	uint64_t itag = (uint64_t)(tag - v->ats.itag);

	trace(v, DEVICE_TLB, tag->sid | itag << 16, tag->range, what);
}

/* One that is late may still be at work in the device, so it counts (MIP). */
static struct vtd_itag *find_free(struct vtd *v, const struct ats_inv *inv)
{
	unsigned int left = inv->mip ? inv->mip : VTD_DEVICE_TLB_PENDING;
	struct vtd_itag *found = NULL;

	for (unsigned int i = 0; i < VTD_DEVICE_TLB_PENDING; i++) {
		struct vtd_itag *tag = &v->ats.itag[i];

		if (tag->state == VTD_ITAG_FREE)
			found = found ? found : tag;
		else if (tag->owner == inv->owner && !--left)
			return NULL;
	}
	return found;
}

static void send(struct vtd *v, const struct vtd_itag *tag)
{
	unsigned int itag = (unsigned int)(tag - v->ats.itag);
	uint64_t words[2] = {
		msg_head(GATE_MSG_OUT_INV_REQ, tag->sid, itag) | tag->pasid,
		tag->range,
	};

	msg_send(v, words, 1);
	note(v, tag, SENT);
}

enum ats_inv_sent ats_inv_send(struct vtd *v, const struct ats_inv *inv)
{
	struct vtd_itag *tag;

	if (!v->te)
		return ATS_INV_SENT;
	tag = find_free(v, inv);
	if (!tag)
		return ATS_INV_NO_TAG;
	if (!msg_room(v, 2))
		return ATS_INV_NO_ROOM;
	*tag = (struct vtd_itag){
		.range = inv->range,
		.pasid = inv->pasid,
		.sid = inv->sid,
		.owner = inv->owner,
		.state = VTD_ITAG_PENDING,
	};
	v->ats.pending++;
	send(v, tag);
	ats_users_leave(v, tag);
	msg_ticks_start(v);
	return ATS_INV_SENT;
}

static void end_pending(struct vtd *v, struct vtd_itag *tag, uint8_t state)
{
	tag->state = state;
	v->ats.pending--;
}

/* 4.3: as many completions as each of them says, or the time-out. */
static void complete(struct vtd *v, struct vtd_itag *tag, unsigned int cc)
{
	tag->count += tag->count <= MOST_COMPLETIONS;
	if (tag->count != cc)
		return;
	if (tag->state == VTD_ITAG_PENDING) {
		end_pending(v, tag, VTD_ITAG_FREE);
		note(v, tag, DONE);
		ats_users_left(v, tag, true);
		ats_block_completed(v, tag);
	} else {
		tag->state = VTD_ITAG_FREE;
		note(v, tag, FREE_AGAIN);
	}
}

/* Returns those ITags of @itags that are none, or no longer. */
static uint32_t complete_all(struct vtd *v, uint16_t sid, uint32_t itags,
			     unsigned int cc)
{
	uint32_t bad = 0;

	for (unsigned int i = 0; i < VTD_DEVICE_TLB_PENDING; i++) {
		struct vtd_itag *tag = &v->ats.itag[i];
		bool own = tag->state != VTD_ITAG_FREE && tag->sid == sid;

		if (!(itags >> i & 1))
			continue;
		if (!own || tag->state == VTD_ITAG_LATE)
			bad |= UINT32_C(1) << i;
		if (own)
			complete(v, tag, cc);
	}
	return bad;
}

/* Whoever waits for devices looks again. */
static void wake(struct vtd *v)
{
	inv_queue_wake(v);
	reg_inv_wake(v);
}

_Static_assert(VTD_DEVICE_TLB_PENDING == 32, "one for each bit of ITAGS");

void ats_inv_done(struct vtd *v, const struct vtd_work *work)
{
	uint16_t sid = (uint16_t)VTD_GET(GATE_WORK0_SID, work->word[0]);
	uint32_t itags = (uint32_t)VTD_GET(GATE_WORK1_ITAGS, work->word[1]);
	unsigned int cc = (unsigned int)VTD_GET(GATE_WORK1_CC, work->word[1]);
	uint32_t bad;

	if (!v->te || !(v->config.ecap & VTD_ECAP_DT)) {
		trace(v, BAD_COMPLETION, sid, itags, 1);
		return;
	}
	bad = complete_all(v, sid, itags, cc ? cc : MOST_COMPLETIONS);
	if (bad) {
		trace(v, BAD_COMPLETION, sid, bad, 0);
		inv_error_bad_completion(v, sid);
	}
	wake(v);
}

/* 6.5.2.11; design: the source is trusted with nothing any more. */
static void time_out(struct vtd *v, struct vtd_itag *tag)
{
	tag->ticks = 0;
	if (tag->state == VTD_ITAG_LATE) {
		tag->state = VTD_ITAG_FREE;
		note(v, tag, FREE_AGAIN);
		return;
	}
	end_pending(v, tag, VTD_ITAG_LATE);
	note(v, tag, TIMED_OUT);
	ats_users_left(v, tag, false);
	ats_block(v, tag);
	inv_error_timed_out(v, tag->sid);
}

void ats_inv_tick(struct vtd *v)
{
	bool waits = false;

	for (unsigned int i = 0; i < VTD_DEVICE_TLB_PENDING; i++) {
		struct vtd_itag *tag = &v->ats.itag[i];

		if (tag->state == VTD_ITAG_FREE)
			continue;
		if (++tag->ticks == MSG_TICKS)
			time_out(v, tag);
		waits |= tag->state != VTD_ITAG_FREE;
	}
	if (waits)
		msg_ticks_start(v);
	wake(v);
}
