/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "msg.h"
#include "notify.h"
#include "shadow.h"
#include "trace.h"

/* ---- Messages and their acknowledgements --------------------------------- */

/* What is not acknowledged yet is kept by number modulo this. */
#define NUMBERS 32U

_Static_assert(VTD_CLIENT_WINDOW < NUMBERS, "no two share a bit");

static uint32_t bit_of(unsigned int number)
{
	return UINT32_C(1) << (number % NUMBERS);
}

/*
 * Numbers go up without a gap. One that is held back for long keeps those away
 * that would be taken for it.
 */
bool notify_window_is_open(const struct vtd_client *c)
{
	return c->waiting < VTD_CLIENT_WINDOW &&
	       !(c->unacked & bit_of(c->number));
}

bool notify_may_send(struct vtd *v, const struct vtd_client *c,
		     unsigned int len)
{
	return notify_window_is_open(c) && msg_room(v, len + 1);
}

void notify_send(struct vtd *v, struct vtd_client *c, unsigned int msg,
		 uint64_t *words, unsigned int len)
{
	uint16_t sid = (uint16_t)VTD_GET(GATE_WORK0_SID, c->who);

	words[0] = msg_head(msg, sid, c->number) | c->who;
	if (!c->waiting)
		c->ticks = 0;
	c->unacked |= bit_of(c->number);
	c->forgiven &= ~bit_of(c->number);
	c->waiting++;
	c->number++;
	msg_send(v, words, len);
	msg_ticks_start(v);
}

static struct vtd_client *client_of(struct vtd *v, uint64_t who)
{
	for (unsigned int i = 0; i < VTD_CLIENTS; i++)
		if (notify_is_used(v, i) && v->notify.client[i].who == who)
			return &v->notify.client[i];
	return NULL;
}

/* Takes the number out of @set; false: it is not in it. */
static bool strike(const struct vtd_client *c, uint32_t *set,
		   unsigned int number)
{
	uint8_t age = (uint8_t)(c->number - 1 - number);

	if (age >= NUMBERS || !(*set & bit_of(number)))
		return false;
	*set &= ~bit_of(number);
	return true;
}

/* From a client that is lost, nothing but CLIENT_LOST is waited for. */
static void acknowledged(struct vtd *v, struct vtd_client *c, bool refused)
{
	c->waiting--;
	c->ticks = 0;
	v->queue.drain_due = true;
	if (c->state != VTD_CLIENT_LOSING) {
		if (refused)
			notify_lose(v, c, VTD_CLIENT_REFUSED);
	} else if (!c->owes_lost) {
		notify_enter(v, c, VTD_CLIENT_LOST);
	}
	v->pending |= VTD_PENDING_NOTIFY;
	notify_wake(v);
}

static bool trusted(const struct vtd_client *c)
{
	return c->state == VTD_CLIENT_SYNC || c->state == VTD_CLIENT_READY;
}

void notify_ack(struct vtd *v, const struct vtd_work *work)
{
	struct vtd_client *c = client_of(v, work->word[0] & NOTIFY_WHO);
	unsigned int number = VTD_GET(GATE_WORK0_TAG, work->word[0]);

	if (c && strike(c, &c->unacked, number)) {
		acknowledged(v, c, work->word[1] & GATE_WORK1_CLIENT_REFUSED);
		return;
	}
	trace(v, CLIENT_STRAY, work->word[0], 0, 0);
	if (c && !strike(c, &c->forgiven, number) && trusted(c))
		notify_lose(v, c, VTD_CLIENT_BAD_ACK);
}

/* One that does not even answer CLIENT_LOST is not waited for any more. */
void notify_tick(struct vtd *v)
{
	for (unsigned int i = 0; i < VTD_CLIENTS; i++) {
		struct vtd_client *c = &v->notify.client[i];

		if (!notify_is_used(v, i) || !c->waiting ||
		    c->ticks >= MSG_TICKS)
			continue;
		c->ticks++;
		if (c->ticks < MSG_TICKS)
			msg_ticks_start(v);
		else if (trusted(c))
			notify_lose(v, c, VTD_CLIENT_TIMEOUT);
	}
}

/* ---- States -------------------------------------------------------------- */

void notify_enter(struct vtd *v, struct vtd_client *c,
		  enum vtd_client_state state)
{
	uint8_t bit = (uint8_t)(1U << (c - v->notify.client));

	c->state = (uint8_t)state;
	v->clients = (uint8_t)(state ? v->clients | bit : v->clients & ~bit);
	trace(v, CLIENT, c->who, state, c->kinds);
}

bool notify_idle(const struct vtd *v)
{
	if (!v->clients)
		return true;
	for (unsigned int i = 0; i < VTD_CLIENTS; i++) {
		const struct vtd_client *c = &v->notify.client[i];

		if (notify_is_used(v, i) && c->state == VTD_CLIENT_READY &&
		    (shadow_busy(c) || c->waiting))
			return false;
	}
	return true;
}

bool notify_wait(struct vtd *v, unsigned int who)
{
	if (notify_idle(v))
		return true;
	v->pending &= ~who;
	v->notify.waiting |= (uint8_t)who;
	return false;
}

void notify_wake(struct vtd *v)
{
	if (!v->notify.waiting || !notify_idle(v))
		return;
	v->pending |= v->notify.waiting;
	v->notify.waiting = 0;
}

enum notify_verdict notify_verdict(const struct vtd *v, uint64_t word0)
{
	for (unsigned int i = 0; i < VTD_CLIENTS; i++) {
		const struct vtd_client *c = &v->notify.client[i];

		if (!notify_is_used(v, i) || c->who != (word0 & NOTIFY_WHO))
			continue;
		if (!notify_is_shadow(c))
			return trusted(c) ? NOTIFY_ORDINARY : NOTIFY_BLOCKED;
		if (c->state != VTD_CLIENT_READY)
			return NOTIFY_BLOCKED;
		return word0 & (GATE_WORK0_ATST | GATE_WORK0_EXEC) ?
			       NOTIFY_ORDINARY :
			       NOTIFY_PASSES;
	}
	return NOTIFY_ORDINARY;
}
