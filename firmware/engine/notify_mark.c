/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "ats.h"
#include "msg.h"
#include "notify.h"

static bool is_lost(const struct vtd_client *c)
{
	return c->state == VTD_CLIENT_LOSING || c->state == VTD_CLIENT_LOST;
}

static void join(struct vtd_range *a, const struct vtd_range *b)
{
	if (b->first < a->first)
		a->first = b->first;
	if (b->last > a->last)
		a->last = b->last;
}

/* Overlap, or nothing is between them. */
static bool touch(const struct vtd_range *a, const struct vtd_range *b)
{
	return (a->first <= b->last || a->first - 1 == b->last) &&
	       (b->first <= a->last || b->first - 1 == a->last);
}

static bool within(const struct vtd_range *a, const struct vtd_range *b)
{
	return a->first >= b->first && a->last <= b->last;
}

/* With no place left, the newest becomes a bounding range. */
static void add(struct vtd_client *c, const struct vtd_range *range)
{
	for (unsigned int i = 0; i < c->dirties; i++) {
		if (touch(&c->dirty[i], range)) {
			join(&c->dirty[i], range);
			return;
		}
	}
	if (c->dirties < VTD_CLIENT_DIRTY)
		c->dirty[c->dirties++] = *range;
	else
		join(&c->dirty[VTD_CLIENT_DIRTY - 1], range);
}

static bool crop(const struct vtd_client *c, struct vtd_range *range)
{
	if (range->first < c->range.first)
		range->first = c->range.first;
	if (range->last > c->range.last)
		range->last = c->range.last;
	return range->first <= range->last;
}

/* One that did not hear CLIENT_LOST, or did not answer, is told once more. */
static void try_again(struct vtd_client *c)
{
	c->retry = true;
	c->wanted = 0;
	if (c->state == VTD_CLIENT_LOSING && c->ticks >= MSG_TICKS)
		c->owes_lost = true;
}

/*
 * From turn to turn the differ keeps nothing of the tables but the way to one,
 * which ends here. So what it has not come to yet needs no mark.
 */
void notify_mark(struct vtd *v, struct vtd_client *c, uint64_t first,
		 uint64_t last)
{
	struct vtd_range range = { first, last };

	c->way.level = 0;
	if (!crop(c, &range))
		return;
	v->pending |= VTD_PENDING_NOTIFY;
	if (is_lost(c))
		try_again(c);
	else if (!c->running || !within(&range, &c->todo))
		add(c, &range);
}

void notify_mark_whole(struct vtd *v, struct vtd_client *c)
{
	c->dirties = 0;
	c->running = false;
	notify_mark(v, c, c->range.first, c->range.last);
}

bool notify_take(struct vtd_client *c, struct vtd_range *range)
{
	if (!c->dirties)
		return false;
	*range = c->dirty[0];
	c->dirties--;
	for (unsigned int i = 0; i < c->dirties; i++)
		c->dirty[i] = c->dirty[i + 1];
	return true;
}

/* Those who listen to IOTLB invalidations. */
static bool listens(const struct vtd_client *c)
{
	return c->kinds & GATE_CLIENT_KIND_UNMAP;
}

/* Where entries are to be read again, it is not known whose pages they are. */
static bool may_be_of(const struct vtd *v, const struct vtd_client *c,
		      uint16_t did)
{
	if (!listens(c))
		return false;
	if (c->resolve)
		return true;
	if ((c->context.space.did & v->did_mask) != did)
		return false;
	return notify_is_shadow(c) ? c->space == VTD_CLIENT_TABLES :
				     c->space != VTD_CLIENT_NOTHING;
}

void notify_pages(struct vtd *v, uint16_t did, uint64_t addr, unsigned int am)
{
	uint64_t offset = am < 52 ? (UINT64_C(1) << (VTD_PAGE_SHIFT + am)) - 1 :
				    ~UINT64_C(0);

	if (!v->clients)
		return;
	for (unsigned int i = 0; i < VTD_CLIENTS; i++)
		if (notify_is_used(v, i) &&
		    may_be_of(v, &v->notify.client[i], did))
			notify_mark(v, &v->notify.client[i], addr & ~offset,
				    addr | offset);
}

static void renew(struct vtd *v, struct vtd_client *c)
{
	c->resolve = true;
	v->pending |= VTD_PENDING_NOTIFY;
}

static void renew_whole(struct vtd *v, struct vtd_client *c)
{
	renew(v, c);
	notify_mark_whole(v, c);
}

void notify_domain(struct vtd *v, uint16_t did)
{
	if (!v->clients)
		return;
	for (unsigned int i = 0; i < VTD_CLIENTS; i++)
		if (notify_is_used(v, i) &&
		    may_be_of(v, &v->notify.client[i], did))
			renew_whole(v, &v->notify.client[i]);
}

void notify_all(struct vtd *v)
{
	if (!v->clients)
		return;
	for (unsigned int i = 0; i < VTD_CLIENTS; i++)
		if (notify_is_used(v, i) && listens(&v->notify.client[i]))
			renew_whole(v, &v->notify.client[i]);
}

/*
 * A shadow follows if there is something else behind the entry; a cache, which
 * may have used it since, is told in any case.
 */
static void context_changed(struct vtd *v, struct vtd_client *c)
{
	if (notify_is_shadow(c) && !is_lost(c))
		renew(v, c);
	else
		renew_whole(v, c);
}

void notify_context(struct vtd *v, uint16_t sid, uint16_t ignored)
{
	if (!v->clients)
		return;
	for (unsigned int i = 0; i < VTD_CLIENTS; i++) {
		struct vtd_client *c = &v->notify.client[i];
		uint16_t own = (uint16_t)VTD_GET(GATE_WORK0_SID, c->who);

		if (notify_is_used(v, i) && listens(c) &&
		    !((own ^ sid) & (uint16_t)~ignored))
			context_changed(v, c);
	}
}

/* PCIe ATS 10.3: up to the lowest 0 of the address, inclusive. */
static struct vtd_range range_of(uint64_t range)
{
	uint64_t addr = range & ATS_RANGE_ADDR;
	uint64_t low = addr | ~VTD_PAGE_MASK;
	uint64_t size = range & ATS_RANGE_S ? low ^ (low + 1) : ~VTD_PAGE_MASK;

	return (struct vtd_range){ addr & ~size, addr | size };
}

static bool is_meant(const struct vtd_client *c, uint64_t who, uint64_t range)
{
	return c->who == who ||
	       (range & ATS_RANGE_G && who & c->who & GATE_WORK0_SSIDV);
}

bool notify_device_tlb(struct vtd *v, uint64_t who, uint64_t range)
{
	const struct vtd_range r = range_of(range);
	bool any = false;

	if (!v->clients)
		return false;
	for (unsigned int i = 0; i < VTD_CLIENTS; i++) {
		struct vtd_client *c = &v->notify.client[i];

		if (!notify_is_used(v, i) || (c->who ^ who) & GATE_WORK0_SID ||
		    !(c->kinds & GATE_CLIENT_KIND_DEVIOTLB_UNMAP))
			continue;
		any = true;
		if (is_meant(c, who, range))
			notify_mark(v, c, r.first, r.last);
	}
	return any;
}
