/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include <inttypes.h>

#include "sequence.h"

#define ENTRY_ADDR UINT64_C(0x000ffffffffff000)
#define ENTRY_PS   UINT64_C(0x80)

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

	return r < 8 ? TABLES_RW : r < 9 ? TABLES_R : TABLES_W;
}

static uint64_t target(struct sequence *s, uint64_t size)
{
	uint64_t limit = UINT64_C(1) << s->w->unit.model->caps.haw;
	uint64_t pa = rng_u64(&s->w->rng) & (limit - 1);

	if (rng_percent(&s->w->rng, 3))
		pa = UINT64_C(0xfee00000) | (pa & 0xfffff);
	return pa & ~(size - 1);
}

static void edit_map(struct sequence *s, uint16_t sid, uint64_t any_iova)
{
	uint64_t size = page_size(s);
	uint64_t iova = any_iova & ~(size - 1);
	uint64_t pa = target(s, size);
	unsigned int perm = permission(s);
	int err = tables_map(&s->w->tables, sid, iova, pa, size, perm);

	/* A larger page is in the way: it goes in the same moment. */
	if (err == TABLES_ERR_BUSY) {
		tables_unmap(&s->w->tables, sid, iova);
		err = tables_map(&s->w->tables, sid, iova, pa, size, perm);
	}

	sequence_note(
		s, "map %04x %#" PRIx64 " to %#" PRIx64 " (%" PRIu64 "K, %u)%s",
		sid, iova, pa, size >> 10, perm, err ? ": not possible" : "");
}

static void edit_unmap(struct sequence *s, uint16_t sid, uint64_t iova)
{
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
static bool find_domain(struct sequence *s, struct world_domain *d)
{
	if (d->top)
		return true;
	d->top = tables_alloc(&s->w->tables);
	d->levels = pick_levels(s);
	return d->top;
}

static void edit_attach(struct sequence *s, uint16_t sid)
{
	uint32_t i = rng_below(&s->w->rng, WORLD_DOMAINS);
	struct world_domain *d = &s->w->domain[i];
	uint16_t did = world_dids[i];

	if (!find_domain(s, d))
		return;
	sequence_note(s, "attach %04x to domain %u, %u levels", sid, did,
		      d->levels);
	tables_attach_tree(&s->w->tables, sid, did, d->levels, d->top);
}

static void edit_pass_through(struct sequence *s, uint16_t sid)
{
	sequence_note(s, "pass-through for %04x", sid);
	tables_pass_through(&s->w->tables, sid, world_dids[WORLD_DOMAINS],
			    pick_levels(s));
}

static void edit_detach(struct sequence *s, uint16_t sid)
{
	sequence_note(s, "detach %04x", sid);
	tables_detach(&s->w->tables, sid);
}

/* An entry above the leaf keeps or loses a permission. */
static void edit_narrow(struct sequence *s, uint16_t sid, uint64_t iova)
{
	unsigned int level = 2 + rng_below(&s->w->rng, 4);
	uint64_t slot = tables_slot(&s->w->tables, sid, iova, level);
	uint64_t e = slot ? tables_load(&s->w->tables, slot) : 0;

	if (!(e & TABLES_RW))
		return;
	e = (e & ~(uint64_t)TABLES_RW) | permission(s);
	sequence_note(s, "level %u entry %#" PRIx64 " = %#" PRIx64, level, slot,
		      e);
	tables_store(&s->w->tables, slot, e);
}

static void copy_table(struct sequence *s, uint64_t from, uint64_t to)
{
	struct tables *t = &s->w->tables;

	for (uint64_t off = 0; off < 0x1000; off += 8) {
		uint64_t e = tables_load(t, from + off);

		/* Other pages, so that the new table shows. */
		if (e & TABLES_RW)
			tables_store(t, to + off, e ^ UINT64_C(0x40000000));
	}
}

/* An entry leads to another table, with other pages in it. */
static void edit_repoint(struct sequence *s, uint16_t sid, uint64_t iova)
{
	struct tables *t = &s->w->tables;
	unsigned int level = 2 + rng_below(&s->w->rng, 2);
	uint64_t slot = tables_slot(t, sid, iova, level);
	uint64_t e = slot ? tables_load(t, slot) : 0;
	uint64_t table;

	if (!(e & TABLES_RW) || (e & ENTRY_PS))
		return;
	table = tables_alloc(t);
	if (!table)
		return;
	/* A copy of a leaf table; further up only the way stays the same. */
	if (level == 2)
		copy_table(s, e & ENTRY_ADDR, table);
	sequence_note(s, "level %u entry %#" PRIx64 " to table %#" PRIx64,
		      level, slot, table);
	tables_store(t, slot, table | TABLES_RW);
	if (level > 2)
		tables_map(t, sid, iova, target(s, TABLES_PAGE_4K),
			   TABLES_PAGE_4K, TABLES_RW);
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

/* Any bit of a paging entry, half of the time one that may be reserved. */
static uint64_t entry_bit(struct sequence *s)
{
	const uint8_t bits[] = { 7, 11, 51, 62, s->w->unit.model->caps.haw };
	uint32_t bit = rng_below(&s->w->rng, 64);

	if (rng_percent(&s->w->rng, 50))
		bit = bits[rng_below(&s->w->rng, sizeof(bits))];
	return UINT64_C(1) << bit;
}

/* Where, and which bit, on the way of @sid to @iova. */
static uint64_t pick_spot(struct sequence *s, uint16_t sid, uint64_t iova,
			  uint64_t *bit)
{
	static const uint8_t root_bits[] = { 0, 1, 11, 63 };
	struct tables *t = &s->w->tables;
	struct rng *r = &s->w->rng;
	uint64_t slot = tables_slot(t, sid, iova, 1 + rng_below(r, 5));

	if (rng_percent(r, 5)) {
		*bit = UINT64_C(1)
		       << root_bits[rng_below(r, sizeof(root_bits))];
		return tables_root_slot(t, sid);
	}
	if (!slot || rng_percent(r, 20)) {
		*bit = context_bit(s);
		return tables_context_slot(t, sid);
	}
	*bit = entry_bit(s);
	return slot;
}

/* Some entry spoilt for a few requests. */
static bool edit_spoil(struct sequence *s, uint16_t sid, uint64_t iova)
{
	struct tables *t = &s->w->tables;
	uint64_t bit = 0;
	uint64_t slot;
	uint64_t old;

	/* The way is known, the page itself is not. */
	if (rng_percent(&s->w->rng, 50) &&
	    !sequence_dma_at(s, sid, iova ^ 0x1000))
		return false;
	slot = pick_spot(s, sid, iova, &bit);
	old = tables_load(t, slot);
	sequence_note(s, "spoil %#" PRIx64 " with %#" PRIx64, slot, bit);
	world_store(s->w, slot, old ^ bit);
	if (rng_percent(&s->w->rng, 50) && !sequence_flush_page(s, sid, iova))
		return false;
	for (uint32_t n = rng_below(&s->w->rng, 4); n; n--)
		if (!s->w->full && !sequence_dma_at(s, sid, iova))
			return false;
	sequence_note(s, "repair %#" PRIx64, slot);
	world_store(s->w, slot, old);
	return true;
}

bool sequence_edit_page(struct sequence *s, uint16_t sid, uint64_t iova)
{
	uint32_t r = rng_below(&s->w->rng, 100);

	world_tick(s->w);
	if (r < 52)
		edit_map(s, sid, iova);
	else if (r < 62)
		edit_unmap(s, sid, iova);
	else if (r < 70)
		edit_narrow(s, sid, iova);
	else if (r < 84)
		edit_repoint(s, sid, iova);
	else
		return edit_spoil(s, sid, iova);
	return true;
}

bool sequence_edit_context(struct sequence *s, uint16_t sid)
{
	uint32_t r = rng_below(&s->w->rng, 100);

	world_tick(s->w);
	if (r < 80)
		edit_attach(s, sid);
	else if (r < 92)
		edit_pass_through(s, sid);
	else
		edit_detach(s, sid);
	return true;
}

void sequence_populate(struct sequence *s)
{
	for (unsigned int i = 0; i < WORLD_SIDS; i++) {
		edit_attach(s, world_sids[i]);
		for (unsigned int n = 0; n < 16; n++)
			edit_map(s, world_sids[i], sequence_iova(s));
	}
}

bool sequence_edit(struct sequence *s)
{
	uint16_t sid = sequence_sid(s);

	if (rng_percent(&s->w->rng, 30))
		return sequence_edit_context(s, sid);
	return sequence_edit_page(s, sid, sequence_iova(s));
}

/*
 * Everything is flushed first, so no entry of the page may be known. A failed
 * read is not cached: afterwards all is as before.
 */
bool sequence_break(struct sequence *s)
{
	struct world *w = s->w;
	uint64_t pages = (w->tables.next - WORLD_TABLES) / 0x1000;
	bool good = true;

	if (!world_flush_all(w))
		return sequence_fail(s, "a global flush did not complete");
	w->broken = WORLD_TABLES +
		    (uint64_t)rng_below(&w->rng, (uint32_t)pages) * 0x1000;
	sequence_note(s, "page %#" PRIx64 " cannot be read", w->broken);
	for (unsigned int i = 0; good && i < 4; i++)
		good = sequence_dma(s);
	w->broken = 0;
	sequence_note(s, "it can again");
	return good;
}

static void leave_domain(struct sequence *s, uint16_t did)
{
	struct tables *t = &s->w->tables;

	for (unsigned int i = 0; i < WORLD_SIDS; i++) {
		uint64_t slot = tables_context_slot(t, world_sids[i]);

		if (slot && (uint16_t)(tables_load(t, slot + 8) >> 8) == did)
			tables_detach(t, world_sids[i]);
	}
}

/* 6.9: contexts go, then the context cache, then the domain in the IOTLB. */
bool sequence_renew(struct sequence *s)
{
	uint32_t i = rng_below(&s->w->rng, WORLD_DOMAINS);
	uint16_t did = world_dids[i];
	struct world_flush context = { .context = true,
				       .scope = UNIT_DOMAIN,
				       .did = did };
	struct world_flush iotlb = { .scope = UNIT_DOMAIN, .did = did };
	struct world_domain *d = &s->w->domain[i];

	sequence_note(s, "renew domain %u", did);
	world_tick(s->w);
	leave_domain(s, did);
	if (s->w->full)
		return true;
	if (!sequence_flush_this(s, &context) ||
	    !sequence_flush_this(s, &iotlb))
		return false;
	/* The old top table as the top of another depth, or a new one. */
	if (d->top && rng_percent(&s->w->rng, 40))
		d->levels = pick_levels(s);
	else
		d->top = 0;
	sequence_populate(s);
	return true;
}
