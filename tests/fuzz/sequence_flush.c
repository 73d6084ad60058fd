/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include <inttypes.h>

#include "queue.h"
#include "sequence.h"

#define IQT 0x88u

/* The domain of @sid in memory; never makes a table. */
static uint16_t did_in_use(struct sequence *s, uint16_t sid)
{
	struct tables *t = &s->w->tables;

	if (!(tables_load(t, tables_root_slot(t, sid)) & 1))
		return 0;
	return (uint16_t)(tables_load(t, tables_context_slot(t, sid) + 8) >> 8);
}

struct world_flush sequence_pick_flush(struct sequence *s)
{
	struct rng *r = &s->w->rng;
	struct world_flush f = {
		.context = rng_percent(r, 35),
		.scope = (uint8_t)(1 + rng_below(r, 3)),
		.did = world_dids[rng_below(r, WORLD_DIDS)],
		.sid = sequence_sid(s),
		.addr = sequence_iova(s),
	};

	if (f.scope == UNIT_GLOBAL && rng_percent(r, 70))
		f.scope = UNIT_DOMAIN;
	if (rng_percent(r, 50))
		f.did = did_in_use(s, f.sid);
	if (f.context)
		f.fm = (uint8_t)rng_below(r, 4);
	else if (f.scope == UNIT_SELECTIVE)
		f.am = (uint8_t)rng_below(r, s->w->unit.model->mamv + 1u);
	if (!f.context && f.scope == UNIT_SELECTIVE)
		f.ih = rng_percent(r, 20);
	return f;
}

static void note(struct sequence *s, const struct world_flush *f)
{
	s->counts.flushes++;
	if (f->context)
		sequence_note(s, "flush context scope %u did %u sid %04x fm %u",
			      f->scope, f->did, f->sid, f->fm);
	else
		sequence_note(s,
			      "flush IOTLB scope %u did %u addr %#" PRIx64
			      " am %u ih %d",
			      f->scope, f->did, f->addr, f->am, f->ih);
}

bool sequence_flush_this(struct sequence *s, const struct world_flush *f)
{
	note(s, f);
	if (!world_flush(s->w, f))
		return sequence_fail(s, "an invalidation did not complete");
	return true;
}

bool sequence_flush(struct sequence *s)
{
	struct world_flush f = sequence_pick_flush(s);

	return sequence_flush_this(s, &f);
}

bool sequence_flush_page(struct sequence *s, uint16_t sid, uint64_t iova)
{
	struct world_flush f = {
		.scope = UNIT_SELECTIVE,
		.did = did_in_use(s, sid),
		.addr = iova,
		.ih = rng_percent(&s->w->rng, 70),
	};

	return sequence_flush_this(s, &f);
}

/* A few more descriptors, and a moment of work. */
static void give_some(struct sequence *s, struct world_flush *f, unsigned int n)
{
	struct world *w = s->w;

	for (unsigned int i = 0; i < n; i++) {
		f[i] = sequence_pick_flush(s);
		note(s, &f[i]);
		queue_put(w, queue_flush(&f[i]));
	}
	unit_write32(&w->unit, IQT, w->unit.tail * 16);
	native_run(w->unit.native, rng_below(&w->rng, 4));
}

bool sequence_flush_many(struct sequence *s)
{
	struct world *w = s->w;
	uint32_t ticket = (uint32_t)rng_u64(&w->rng) | 1;
	struct world_flush f[12];
	unsigned int n = 0;

	if (!w->queued)
		return sequence_flush(s);
	w->status = 0;
	for (unsigned int i = 0; i < 4; i++) {
		unsigned int some = rng_below(&w->rng, 4);

		give_some(s, f + n, some);
		n += some;
	}
	queue_put(w, queue_wait(WORLD_STATUS, ticket));
	if (!queue_ring(w) || w->status != ticket)
		return sequence_fail(s, "a batch did not complete");
	for (unsigned int i = 0; i < n; i++)
		world_flushed(w, &f[i]);
	return true;
}

/* Any flush that must reach @iova of @did. */
static struct world_flush covering(struct sequence *s, uint16_t did,
				   uint64_t iova)
{
	struct rng *r = &s->w->rng;
	struct world_flush f = { .did = did, .scope = UNIT_SELECTIVE };

	if (rng_percent(r, 20)) {
		f.scope = UNIT_DOMAIN;
		return f;
	}
	f.am = (uint8_t)rng_below(r, s->w->unit.model->mamv + 1u);
	f.addr = iova ^ (rng_u64(r) & ((UINT64_C(0x1000) << f.am) - 1));
	return f;
}

bool sequence_shoot_page(struct sequence *s)
{
	uint16_t sid = sequence_sid(s);
	uint64_t iova = sequence_iova(s);
	struct world_flush f;

	if (!sequence_dma_at(s, sid, iova) ||
	    !sequence_edit_page(s, sid, iova) || s->w->full)
		return !s->wrong;
	if (rng_percent(&s->w->rng, 30) && !sequence_dma_at(s, sid, iova))
		return false;
	f = covering(s, did_in_use(s, sid), iova);
	return sequence_flush_this(s, &f) && sequence_dma_at(s, sid, iova);
}

/* A flush of the context cache that must reach @sid, which had @did. */
static struct world_flush covering_context(struct sequence *s, uint16_t sid,
					   uint16_t did)
{
	static const uint16_t ignored[4] = { 0, 4, 6, 7 };
	struct rng *r = &s->w->rng;
	struct world_flush f = { .context = true, .did = did };

	f.scope = (uint8_t)(UNIT_DOMAIN + rng_below(r, 2));
	f.fm = (uint8_t)rng_below(r, 4);
	f.sid = sid ^ (uint16_t)(rng_u64(r) & ignored[f.fm]);
	return f;
}

/* Those that are still in the old domain use the same page. */
static bool use_by_others(struct sequence *s, uint16_t did, uint64_t iova)
{
	for (unsigned int i = 0; i < WORLD_SIDS; i++)
		if (did_in_use(s, world_sids[i]) == did &&
		    !sequence_dma_at(s, world_sids[i], iova))
			return false;
	return true;
}

bool sequence_shoot_context(struct sequence *s)
{
	uint16_t sid = sequence_sid(s);
	uint64_t iova = sequence_iova(s);
	uint16_t did = did_in_use(s, sid);
	struct world_flush context;
	struct world_flush pages;

	if (!sequence_dma_at(s, sid, iova) || !sequence_edit_context(s, sid) ||
	    s->w->full)
		return !s->wrong;
	if (rng_percent(&s->w->rng, 30) && !sequence_dma_at(s, sid, iova))
		return false;
	context = covering_context(s, sid, did);
	pages = covering(s, did, iova);
	return sequence_flush_this(s, &context) &&
	       sequence_flush_this(s, &pages) && use_by_others(s, did, iova) &&
	       sequence_dma_at(s, sid, iova);
}
