/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include <inttypes.h>

#include "sequence.h"

#define PAGE_MASK UINT64_C(0xfff)

uint16_t sequence_sid(struct sequence *s)
{
	return world_sids[rng_below(&s->w->rng, WORLD_SIDS)];
}

/* Few enough that edits and requests meet, in all levels of a tree. */
uint64_t sequence_iova(struct sequence *s)
{
	static const uint64_t region[] = { 0, 0x140000000, 0x7fc0000000 };
	struct rng *r = &s->w->rng;

	return region[rng_below(r, 3)] + (uint64_t)rng_below(r, 3) * 0x200000 +
	       (uint64_t)rng_below(r, 4) * 0x1000;
}

static uint64_t page_size(struct sequence *s)
{
	uint32_t r = rng_below(&s->w->rng, 10);

	if (r < 7)
		return TABLES_PAGE_4K;
	return r < 9 ? TABLES_PAGE_2M : TABLES_PAGE_1G;
}

static unsigned int permission(struct sequence *s)
{
	uint32_t r = rng_below(&s->w->rng, 10);

	return r < 6 ? TABLES_RW : r < 8 ? TABLES_R : TABLES_W;
}

static uint64_t target(struct sequence *s, uint64_t size)
{
	uint64_t limit = UINT64_C(1) << s->w->unit.model->caps.haw;
	uint64_t pa = rng_u64(&s->w->rng) & (limit - 1);

	if (rng_percent(&s->w->rng, 3))
		pa = UINT64_C(0xfee00000) | (pa & 0xfffff);
	return pa & ~(size - 1);
}

static void edit_map(struct sequence *s)
{
	uint64_t size = page_size(s);
	uint64_t iova = sequence_iova(s) & ~(size - 1);
	uint64_t pa = target(s, size);
	unsigned int perm = permission(s);
	uint16_t sid = sequence_sid(s);
	int err = tables_map(&s->w->tables, sid, iova, pa, size, perm);

	sequence_note(
		s, "map %04x %#" PRIx64 " to %#" PRIx64 " (%" PRIu64 "K, %u)%s",
		sid, iova, pa, size >> 10, perm, err ? ": not possible" : "");
}

static void edit_unmap(struct sequence *s)
{
	uint16_t sid = sequence_sid(s);
	uint64_t iova = sequence_iova(s);

	sequence_note(s, "unmap %04x %#" PRIx64, sid, iova);
	tables_unmap(&s->w->tables, sid, iova);
}

static unsigned int pick_levels(struct sequence *s)
{
	unsigned int levels;

	do {
		levels = 3 + rng_below(&s->w->rng, 3);
	} while (!(s->w->unit.model->caps.sagaw >> (levels - 2) & 1));
	return levels;
}

/* One domain id is one tree for ever, as software must have it (6.2.2.1). */
static bool find_domain(struct sequence *s, uint16_t did)
{
	struct world_domain *d = &s->w->domain[did];

	if (d->top)
		return true;
	d->top = tables_alloc(&s->w->tables);
	d->levels = pick_levels(s);
	return d->top;
}

static void edit_attach(struct sequence *s)
{
	uint16_t did = (uint16_t)(1 + rng_below(&s->w->rng, WORLD_DOMAINS));
	uint16_t sid = sequence_sid(s);
	const struct world_domain *d = &s->w->domain[did];

	if (!find_domain(s, did))
		return;
	sequence_note(s, "attach %04x to domain %u, %u levels", sid, did,
		      d->levels);
	tables_attach_tree(&s->w->tables, sid, did, d->levels, d->top);
}

static void edit_pass_through(struct sequence *s)
{
	uint16_t sid = sequence_sid(s);

	sequence_note(s, "pass-through for %04x", sid);
	tables_pass_through(&s->w->tables, sid, WORLD_PT_DID, pick_levels(s));
}

static void edit_detach(struct sequence *s)
{
	uint16_t sid = sequence_sid(s);

	sequence_note(s, "detach %04x", sid);
	tables_detach(&s->w->tables, sid);
}

/*
 * Bits of a context entry that may flip without making one domain id stand
 * for two trees.
 */
static uint64_t context_bit(struct sequence *s)
{
	static const uint8_t bits[] = { 0, 1, 1, 1, 4, 7, 11, 63 };

	return UINT64_C(1) << bits[rng_below(&s->w->rng, sizeof(bits))];
}

/* Some entry on the way of a request, spoilt for a few requests. */
static bool edit_spoil(struct sequence *s)
{
	struct tables *t = &s->w->tables;
	uint16_t sid = sequence_sid(s);
	uint64_t iova = sequence_iova(s);
	uint64_t slot = tables_slot(t, sid, iova, 1 + rng_below(&s->w->rng, 5));
	uint64_t bit = UINT64_C(1) << rng_below(&s->w->rng, 64);
	uint64_t old;

	if (!slot || rng_percent(&s->w->rng, 30)) {
		slot = tables_context_slot(t, sid);
		bit = context_bit(s);
	}
	old = tables_load(t, slot);
	sequence_note(s, "spoil %#" PRIx64 " with %#" PRIx64, slot, bit);
	world_store(s->w, slot, old ^ bit);
	for (uint32_t n = rng_below(&s->w->rng, 4); n; n--)
		if (!s->w->full && !sequence_dma(s))
			return false;
	sequence_note(s, "repair %#" PRIx64, slot);
	world_store(s->w, slot, old);
	return true;
}

bool sequence_edit(struct sequence *s)
{
	uint32_t r = rng_below(&s->w->rng, 100);

	world_tick(s->w);
	if (r < 40)
		edit_map(s);
	else if (r < 55)
		edit_unmap(s);
	else if (r < 75)
		edit_attach(s);
	else if (r < 80)
		edit_pass_through(s);
	else if (r < 86)
		edit_detach(s);
	else
		return edit_spoil(s);
	return true;
}
