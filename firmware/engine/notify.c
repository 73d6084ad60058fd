/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "notify.h"

#include "dma.h"
#include "gen/vtd_regs.h"
#include "msg.h"
#include "shadow.h"
#include "trace.h"

void notify_init(struct vtd *v)
{
	struct vtd_notify *n = &v->notify;
	struct iova_memory memory = { n->branch, n->node, NULL,
				      VTD_SHADOW_NODES + 1 };

	(void)!iova_pool_init(&n->pool, &memory);
	n->pass.space.width = v->config.haw;
	for (unsigned int i = 0; i < VTD_CLIENTS; i++)
		iova_tree_init(&n->client[i].tree, &n->pool);
}

/* ---- Registration -------------------------------------------------------- */

static uint16_t sid_of(uint64_t who)
{
	return (uint16_t)VTD_GET(GATE_WORK0_SID, who);
}

static void tell_state(struct vtd *v, uint64_t who, unsigned int status)
{
	uint64_t head = msg_head(GATE_MSG_OUT_CLIENT_STATE, sid_of(who), 0) |
			who | VTD_PUT(GATE_WORK0_STATUS, status);

	msg_send(v, &head, 0);
}

/* What its source may still do by what it knew ends now. */
static void stop_dma(struct vtd *v, const struct vtd_client *c)
{
	dma_cache_drop_contexts(v);
	port_invalidate(v->port,
			VTD_PUT(GATE_INV_OP, GATE_INV_KEY) |
				VTD_PUT(GATE_INV_SID, sid_of(c->who)),
			0);
	v->queue.drain_due = true;
}

/* Keeps the numbers: what it was sent may be acknowledged later. */
static void forget(struct vtd *v, struct vtd_client *c)
{
	if (!c->state)
		return;
	iova_tree_clear(&c->tree);
	c->forgiven |= c->unacked;
	c->unacked = 0;
	c->waiting = 0;
	notify_enter(v, c, VTD_CLIENT_FREE);
	stop_dma(v, c);
	v->pending |= VTD_PENDING_NOTIFY;
	notify_wake(v);
}

/* Who was here before gets its old place, of whatever state. */
static struct vtd_client *place_of(struct vtd *v, uint64_t who)
{
	for (unsigned int i = 0; i < VTD_CLIENTS; i++)
		if (v->notify.client[i].who == who && v->notify.client[i].kinds)
			return &v->notify.client[i];
	return NULL;
}

static struct vtd_client *place_for(struct vtd *v, uint64_t who)
{
	struct vtd_client *c = place_of(v, who);

	for (unsigned int i = 0; i < VTD_CLIENTS && !c; i++)
		if (!v->notify.client[i].state)
			c = &v->notify.client[i];
	return c;
}

static bool may_have_shadow(const struct vtd *v, uint64_t who)
{
	for (unsigned int i = 0; i < v->config.shadow_sids; i++)
		if (v->config.shadow_sid[i] == sid_of(who))
			return true;
	return false;
}

static unsigned int refusal(const struct vtd *v, const struct vtd_work *work)
{
	unsigned int kinds = VTD_GET(GATE_WORK1_CLIENT_KINDS, work->word[1]);
	uint64_t first = work->word[1] & GATE_WORK1_MSG_ADDR;

	if (first > work->word[2] || ~work->word[2] & ~VTD_PAGE_MASK)
		return GATE_CLIENT_STATUS_BAD;
	switch (kinds) {
	case GATE_CLIENT_KIND_MAP | GATE_CLIENT_KIND_UNMAP:
		if (!(v->config.cap & VTD_CAP_CM))
			return GATE_CLIENT_STATUS_NO_CM;
		return may_have_shadow(v, work->word[0]) ?
			       GATE_CLIENT_STATUS_READY :
			       GATE_CLIENT_STATUS_DENIED;
	case GATE_CLIENT_KIND_UNMAP:
		return GATE_CLIENT_STATUS_READY;
	case GATE_CLIENT_KIND_DEVIOTLB_UNMAP:
		return v->config.ecap & VTD_ECAP_DT ? GATE_CLIENT_STATUS_READY :
						      GATE_CLIENT_STATUS_NO_DT;
	default:
		return GATE_CLIENT_STATUS_BAD;
	}
}

/* READY: it is registered, and will be told when it knows all. */
static unsigned int begin(struct vtd *v, struct vtd_client *c,
			  const struct vtd_work *work)
{
	uint64_t who = work->word[0] & NOTIFY_WHO;
	bool again = c->who == who;

	forget(v, c);
	*c = (struct vtd_client){
		.who = who,
		.kinds = (uint8_t)VTD_GET(GATE_WORK1_CLIENT_KINDS,
					  work->word[1]),
		.number = again ? c->number : 0,
		.forgiven = again ? c->forgiven : 0,
		.range = { work->word[1] & GATE_WORK1_MSG_ADDR, work->word[2] },
		.tree = c->tree,
	};
	(void)shadow_resolve(v, c);
	if (notify_is_shadow(c) && c->space == VTD_CLIENT_STAGED)
		return GATE_CLIENT_STATUS_STAGE;
	notify_enter(v, c, VTD_CLIENT_SYNC);
	v->pending |= VTD_PENDING_NOTIFY;
	if (notify_is_shadow(c)) {
		stop_dma(v, c);
		notify_mark_whole(v, c);
	}
	return GATE_CLIENT_STATUS_READY;
}

static void end(struct vtd *v, uint64_t who)
{
	struct vtd_client *c = place_of(v, who);

	if (c)
		forget(v, c);
	tell_state(v, who, GATE_CLIENT_STATUS_CLOSED);
}

void notify_hello(struct vtd *v, const struct vtd_work *work)
{
	uint64_t who = work->word[0] & NOTIFY_WHO;
	struct vtd_client *c = place_for(v, who);
	unsigned int status;

	if (!VTD_GET(GATE_WORK1_CLIENT_KINDS, work->word[1])) {
		end(v, who);
		return;
	}
	status = refusal(v, work);
	if (!status)
		status = c ? begin(v, c, work) : GATE_CLIENT_STATUS_FULL;
	if (!status)
		return;
	trace(v, CLIENT_REFUSED, who, status, 0);
	tell_state(v, who, status);
}

/* ---- Losing and coming back ---------------------------------------------- */

void notify_lose(struct vtd *v, struct vtd_client *c, enum vtd_client_why why)
{
	uint32_t count = iova_tree_count(&c->tree);

	trace(v, CLIENT_LOST, c->who, why, count);
	if (why == VTD_CLIENT_POOL && count > c->wanted)
		c->wanted = count;
	c->why = (uint8_t)why;
	iova_tree_clear(&c->tree);
	c->dirties = 0;
	c->running = false;
	c->resolve = false;
	c->retry = false;
	c->owes_lost = true;
	c->ticks = 0;
	notify_enter(v, c, VTD_CLIENT_LOSING);
	stop_dma(v, c);
	v->pending |= VTD_PENDING_NOTIFY;
	notify_wake(v);
}

/* From here on nothing else that was sent matters. */
static void send_lost(struct vtd *v, struct vtd_client *c)
{
	uint64_t head;

	if (!msg_room(v, 1))
		return;
	c->forgiven |= c->unacked;
	c->unacked = 0;
	c->waiting = 0;
	c->owes_lost = false;
	notify_send(v, c, GATE_MSG_OUT_CLIENT_LOST, &head, 0);
}

static bool some_client_syncs(const struct vtd *v)
{
	for (unsigned int i = 0; i < VTD_CLIENTS; i++)
		if (notify_is_used(v, i) &&
		    v->notify.client[i].state == VTD_CLIENT_SYNC)
			return true;
	return false;
}

/*
 * Room that was given back is tried by one client at a time, and only if it is
 * more than was not enough: so they do not drive each other out for ever.
 */
static bool may_come_back(const struct vtd *v, const struct vtd_client *c)
{
	if (!notify_is_shadow(c) || c->retry)
		return true;
	return c->why == VTD_CLIENT_POOL &&
	       iova_pool_left(&v->notify.pool) > c->wanted &&
	       !some_client_syncs(v);
}

static void come_back(struct vtd *v, struct vtd_client *c)
{
	c->retry = false;
	(void)shadow_resolve(v, c);
	if (notify_is_shadow(c) && c->space == VTD_CLIENT_STAGED)
		return;
	notify_enter(v, c, VTD_CLIENT_SYNC);
	if (notify_is_shadow(c))
		notify_mark_whole(v, c);
}

/* ---- Turns --------------------------------------------------------------- */

static void tell_unmap(struct vtd *v, struct vtd_client *c)
{
	uint64_t words[3];
	struct vtd_range range;

	if (!notify_may_send(v, c, 2) || !notify_take(c, &range))
		return;
	words[1] = range.first;
	words[2] = range.last;
	notify_send(v, c, GATE_MSG_OUT_CLIENT_UNMAP, words, 2);
}

static void tell_ready(struct vtd *v, struct vtd_client *c)
{
	if (!msg_room(v, 1))
		return;
	notify_enter(v, c, VTD_CLIENT_READY);
	tell_state(v, c->who, GATE_CLIENT_STATUS_READY);
}

static bool has_work(const struct vtd *v, const struct vtd_client *c)
{
	switch (c->state) {
	case VTD_CLIENT_LOSING:
		return c->owes_lost;
	case VTD_CLIENT_LOST:
		return may_come_back(v, c);
	default:
		if (shadow_busy(c))
			return notify_window_is_open(c);
		return c->state == VTD_CLIENT_SYNC && !c->waiting;
	}
}

static void serve(struct vtd *v, struct vtd_client *c)
{
	if (c->state == VTD_CLIENT_LOSING)
		send_lost(v, c);
	else if (c->state == VTD_CLIENT_LOST)
		come_back(v, c);
	else if (!shadow_busy(c))
		tell_ready(v, c);
	else if (notify_is_shadow(c))
		shadow_step(v, c);
	else if (c->resolve)
		(void)shadow_resolve(v, c);
	else
		tell_unmap(v, c);
}

/* Without work, acknowledgements and marks set the bit again. */
void notify_step(struct vtd *v)
{
	struct vtd_notify *n = &v->notify;

	for (unsigned int i = 1; i <= VTD_CLIENTS; i++) {
		unsigned int at = (n->turn + i) % VTD_CLIENTS;

		if (!notify_is_used(v, at) || !has_work(v, &n->client[at]))
			continue;
		n->turn = (uint8_t)at;
		serve(v, &n->client[at]);
		notify_wake(v);
		return;
	}
	v->pending &= ~VTD_PENDING_NOTIFY;
}
