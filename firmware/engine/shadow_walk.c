/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "shadow.h"

#define LINE       64U
#define READ_COSTS 3U

#define INTERRUPTS_FIRST UINT64_C(0xfee00000)
#define INTERRUPTS_LAST  UINT64_C(0xfeefffff)

static const struct dma_locked_faults any_fault = { VTD_FAULT_SSS_5,
						    VTD_FAULT_SSS_6 };

/* ---- What is cut away ---------------------------------------------------- */

/* @bad addresses are none that a device can use: only what is around @at. */
static void cut(struct shadow_piece *p, uint64_t at,
		const struct vtd_range *bad)
{
	if (bad->first > p->last || bad->last < p->first)
		return;
	if (at > bad->last) {
		p->first = bad->last + 1;
	} else if (at < bad->first) {
		p->last = bad->first - 1;
	} else {
		p->perm = 0;
		if (p->last > bad->last)
			p->last = bad->last;
	}
}

/* 3.15: FEEx_xxxx that go in, without a PASID, and those that come out. */
static void cut_interrupts(const struct vtd_client *c, struct shadow_piece *p,
			   uint64_t at)
{
	struct vtd_range in = { INTERRUPTS_FIRST, INTERRUPTS_LAST };
	struct vtd_range out = { p->first, p->first };
	uint64_t size = p->last - p->first;

	if (p->translated <= INTERRUPTS_LAST &&
	    p->translated + size >= INTERRUPTS_FIRST) {
		if (p->translated < INTERRUPTS_FIRST)
			out.first += INTERRUPTS_FIRST - p->translated;
		out.last += INTERRUPTS_LAST - p->translated;
		cut(p, at, &out);
	}
	if (!(c->who & GATE_WORK0_SSIDV))
		cut(p, at, &in);
}

/* A mapping as it stands becomes one that @c is told. */
static void crop(const struct vtd_client *c, struct shadow_piece *p,
		 uint64_t at)
{
	uint64_t first = p->first;

	cut_interrupts(c, p, at);
	if (!p->perm)
		p->first = at;
	if (p->first < c->range.first)
		p->first = c->range.first;
	if (p->last > c->range.last)
		p->last = c->range.last;
	p->translated += p->first - first;
}

/* ---- Entries ------------------------------------------------------------- */

static uint64_t slot(const struct shadow_walk *w, uint64_t at)
{
	return w->table + (at >> VTD_SS_SHIFT(w->entry.level) & 0x1ff) * 8;
}

/* What cannot be read permits nothing. */
static void read_line(struct vtd *v, struct shadow_walk *w, uint64_t addr)
{
	addr &= ~(uint64_t)(LINE - 1);
	if (w->line_at == addr)
		return;
	w->words += 8 + READ_COSTS;
	w->line_at = addr;
	if (port_host_read(v->port, addr, 8, w->line))
		for (unsigned int i = 0; i < 8; i++)
			w->line[i] = 0;
}

/*
 * Leaf tables are read by lines. Above them, one entry is on the way to many
 * others; only where nothing is mapped do its neighbours matter.
 */
static void read_entry(struct vtd *v, struct shadow_walk *w, uint64_t at)
{
	w->entry.addr = slot(w, at);
	if (w->entry.level == 1 || w->scans || w->entry.lost)
		read_line(v, w, w->entry.addr);
	if ((w->entry.addr & ~(uint64_t)(LINE - 1)) == w->line_at) {
		w->entry.value = w->line[w->entry.addr / 8 % 8];
		return;
	}
	w->words += 1 + READ_COSTS;
	if (port_host_read(v->port, w->entry.addr, 1, &w->entry.value))
		w->entry.value = 0;
}

static bool is_leaf(const struct dma_entry *e)
{
	return e->level == 1 || e->value & VTD_SS_PS;
}

/* Rights that the entry leaves; none if it is not legal. */
static uint64_t allowed(const struct vtd *v, const struct shadow_walk *w)
{
	const struct dma_entry *e = &w->entry;

	return e->value & v->rsvd.second[is_leaf(e) ? e->level : 0] ?
		       0 :
		       w->above & e->value;
}

/* The last address of the entry that @at is in. */
static uint64_t entry_end(const struct shadow_walk *w, uint64_t at)
{
	return at | dma_walk_offset(w->entry.level);
}

/* Goes on over neighbours that permit nothing either, to the end of a line. */
static void nothing(struct vtd *v, struct shadow_walk *w, uint64_t at,
		    struct shadow_piece *p)
{
	unsigned int i = w->entry.addr / 8 % 8;

	p->last = entry_end(w, at);
	w->scans = true;
	read_line(v, w, w->entry.addr);
	while (++i < 8 && !(w->line[i] & w->above))
		p->last = entry_end(w, p->last + 1);
}

static void leaf(const struct shadow_walk *w, uint64_t at, uint64_t rights,
		 struct shadow_piece *p)
{
	uint64_t offset = dma_walk_offset(w->entry.level);

	p->first = at & ~offset;
	p->last = at | offset;
	p->translated = w->entry.value & VTD_SS_ADDR & ~offset;
	p->perm = (uint8_t)rights;
}

/* ---- The way ------------------------------------------------------------- */

void shadow_walk_begin(const struct vtd_client *c, struct shadow_walk *w)
{
	w->first = c->way.first;
	w->table = c->way.table;
	w->above = c->way.above;
	w->entry.level = c->way.level;
	w->entry.lost = 0;
	w->line_at = 0;
	w->words = 0;
	w->scans = false;
}

void shadow_walk_end(struct vtd_client *c, const struct shadow_walk *w)
{
	c->way = (struct vtd_shadow_way){
		.first = w->first,
		.table = w->table,
		.above = w->above,
		.level = (uint8_t)w->entry.level,
	};
}

static void start(const struct vtd_client *c, struct shadow_walk *w)
{
	w->entry.level = c->context.space.ss_levels;
	w->entry.lost = 0;
	w->table = c->context.space.ss_root;
	w->above = VTD_SS_RW;
	w->first = 0;
	w->scans = false;
}

static void descend(struct shadow_walk *w, uint64_t at, uint64_t rights)
{
	w->first = at & ~dma_walk_offset(w->entry.level);
	w->table = w->entry.value & VTD_SS_ADDR;
	w->above = rights;
	w->entry.level--;
	w->entry.lost = 0;
	w->scans = false;
}

static bool in_table(const struct shadow_walk *w, uint64_t at)
{
	return w->entry.level &&
	       !((at ^ w->first) & ~dma_walk_offset(w->entry.level + 1));
}

/*
 * Sets the marks that the entry lacks. False: another writer was ahead, it has
 * to be read again. Where they cannot be set, it permits nothing.
 */
static bool mark(struct vtd *v, const struct vtd_client *c,
		 struct shadow_walk *w, uint64_t *rights)
{
	struct vtd_context context = c->context;
	struct dma_walk dma;
	uint64_t marks = VTD_SS_A;

	if (!(c->context.space.flags & VTD_SPACE_SSADE))
		return true;
	if (is_leaf(&w->entry) && *rights & VTD_SS_W)
		marks |= VTD_SS_D;
	if (!(marks & ~w->entry.value))
		return true;
	dma.context = &context;
	w->line_at = 0;
	w->words += 1 + READ_COSTS;
	if (dma_locked_set(v, &dma, &w->entry, marks, &any_fault)) {
		*rights = 0;
		return true;
	}
	return !(marks & ~w->entry.value);
}

/* Ends: see dma_locked_set(), and every level but the last leads down. */
static void walk(struct vtd *v, const struct vtd_client *c,
		 struct shadow_walk *w, uint64_t at, struct shadow_piece *p)
{
	uint64_t rights;

	if (!in_table(w, at))
		start(c, w);
	for (;;) {
		read_entry(v, w, at);
		rights = allowed(v, w);
		if (rights && !mark(v, c, w, &rights))
			continue;
		if (!rights) {
			nothing(v, w, at, p);
			return;
		}
		if (is_leaf(&w->entry)) {
			leaf(w, at, rights, p);
			return;
		}
		descend(w, at, rights);
	}
}

void shadow_look(struct vtd *v, const struct vtd_client *c,
		 struct shadow_walk *w, uint64_t at, struct shadow_piece *p)
{
	unsigned int width = c->context.space.width;

	*p = (struct shadow_piece){ .first = at, .last = ~UINT64_C(0) };
	if (c->space == VTD_CLIENT_NOTHING || at >> width)
		return;
	if (c->space == VTD_CLIENT_TABLES) {
		walk(v, c, w, at, p);
	} else {
		p->first = 0;
		p->last = VTD_MASK(width - 1, 0);
		p->perm = VTD_SS_RW;
	}
	if (p->perm)
		crop(c, p, at);
}
