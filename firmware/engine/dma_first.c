/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "dma_walk.h"

#include "perf.h"

static const struct dma_locked_faults locked_faults = { VTD_FAULT_SFS_9,
							VTD_FAULT_SFS_10 };

/* Rights that every walk begins with. */
#define ALL_RIGHTS (VTD_SS_RW | DMA_FIRST_UPDATE)

/* 3.6.2: what has to be set in every entry that is used. */
static uint64_t marks_of(const struct vtd_space *space)
{
	return VTD_FS_A | (space->flags & VTD_SPACE_EAFE ? VTD_FS_EA : 0);
}

/* 3.6.1: supervisors may read all that is mapped. */
static uint64_t needed_to_read(const struct vtd_space *space)
{
	return space->flags & VTD_SPACE_PRIV ? VTD_FS_P : VTD_FS_P | VTD_FS_US;
}

/* Without WPE they may write it as well. */
static uint64_t needed_to_write(const struct vtd_space *space)
{
	unsigned int flags = space->flags & (VTD_SPACE_PRIV | VTD_SPACE_WPE);

	return needed_to_read(space) |
	       (flags == VTD_SPACE_PRIV ? 0 : VTD_FS_RW);
}

uint64_t dma_first_read(const struct vtd_space *space)
{
	return needed_to_read(space) | marks_of(space);
}

uint64_t dma_first_write(const struct vtd_space *space)
{
	return needed_to_write(space) | marks_of(space) | VTD_FS_D;
}

static bool nested(const struct dma_walk *w)
{
	return w->context->space.ss_levels;
}

/* 3.6: bits 63:N equal bit N-1. */
static bool canonical(const struct dma_walk *w)
{
	unsigned int levels = w->context->space.fs_levels;
	uint64_t top = w->addr >> (VTD_SS_SHIFT(levels) + 8);

	return !top || top == ~UINT64_C(0) >> (VTD_SS_SHIFT(levels) + 8);
}

static bool is_leaf(const struct dma_entry *e)
{
	return e->level == 1 || e->value & VTD_FS_PS;
}

static int read_entry(struct vtd *v, struct dma_walk *w, struct dma_first *f)
{
	struct dma_entry *e = &f->entry;
	uint64_t index = w->addr >> VTD_SS_SHIFT(e->level) & 0x1ff;
	uint64_t what = e->level | DMA_STEP_FIRST;
	int err;

	e->addr = f->table + index * 8;
	err = port_host_read(v->port, e->addr, 1, &e->value);
	if (err)
		dma_note(w, e->addr, 0, what | DMA_STEP_FAILED);
	else
		dma_note(w, e->addr, e->value, what);
	return err;
}

/* 3.8, of any entry, whether it leads to a table or a page. */
static bool beyond_second(const struct dma_walk *w, const struct dma_entry *e)
{
	return nested(w) &&
	       (e->value & VTD_FS_ADDR) >> w->context->space.ss_width;
}

/*
 * One level: unreadable, not present, reserved bits, width, U/S, R/W, in this
 * order.
 */
static enum vtd_fault check_entry(struct vtd *v, struct dma_walk *w,
				  struct dma_first *f)
{
	const struct vtd_space *space = &w->context->space;
	struct dma_entry *e = &f->entry;

	if (read_entry(v, w, f))
		return e->level == space->fs_levels ? VTD_FAULT_SFS_4 :
						      VTD_FAULT_SFS_1;
	if (!(e->value & VTD_FS_P))
		return VTD_FAULT_SFS_2;
	if (e->value & v->rsvd.first[is_leaf(e) ? e->level : 0])
		return VTD_FAULT_SFS_3;
	if (beyond_second(w, e))
		return VTD_FAULT_SFS_5;
	if (needed_to_read(space) & ~e->value)
		return VTD_FAULT_SGN_2;
	f->allowed = f->above & VTD_SS_RW;
	if (needed_to_write(space) & ~e->value)
		f->allowed &= ~VTD_SS_W;
	return !w->kind && w->need & VTD_SS_W & ~f->allowed ? VTD_FAULT_SGN_6 :
							      VTD_FAULT_NONE;
}

/* 3.15; a guest address in that range is like any other. */
static enum vtd_fault check_output(const struct dma_walk *w,
				   struct dma_first *f)
{
	uint64_t offset = dma_walk_offset(f->entry.level);

	f->pa = (f->entry.value & VTD_FS_ADDR & ~offset) | (w->addr & offset);
	return !nested(w) && VTD_IN_INTERRUPT_RANGE(f->pa) ? VTD_FAULT_SGN_8 :
							     VTD_FAULT_NONE;
}

static enum vtd_fault set_marks(struct vtd *v, const struct dma_walk *w,
				struct dma_first *f, uint64_t marks)
{
	if (!(marks & ~f->entry.value))
		return VTD_FAULT_NONE;
	if (!(f->above & DMA_FIRST_UPDATE))
		return VTD_FAULT_SFS_8;
	return dma_locked_set(v, w, &f->entry, marks, &locked_faults);
}

static enum vtd_fault enter(struct vtd *v, struct dma_walk *w,
			    struct dma_first *f, uint64_t addr)
{
	f->entry.lost = 0;
	f->table = addr;
	return nested(w) ? dma_nested_table(v, w, f, addr) : VTD_FAULT_NONE;
}

static enum vtd_fault descend(struct vtd *v, struct dma_walk *w,
			      struct dma_first *f)
{
	enum vtd_fault fault;

	f->entry.level--;
	f->above = f->allowed | DMA_FIRST_UPDATE;
	fault = enter(v, w, f, f->entry.value & VTD_FS_ADDR);
	if (!fault && w->tag)
		dma_cache_fill(v, w->tag->tables, f->entry.level, w->addr,
			       f->table | f->above);
	return fault;
}

/*
 * From the entry it has come to, read anew, down to the leaf. Ends: a level is
 * tried VTD_LOCKED_TRIES times at most, and every entry at level 1 is a leaf.
 */
static enum vtd_fault find(struct vtd *v, struct dma_walk *w,
			   struct dma_first *f)
{
	uint64_t marks = marks_of(&w->context->space);
	enum vtd_fault fault;

	for (;;) {
		fault = check_entry(v, w, f);
		if (fault)
			return fault;
		if (is_leaf(&f->entry))
			return check_output(w, f);
		fault = set_marks(v, w, f, marks);
		if (!fault && !(marks & ~f->entry.value))
			fault = descend(v, w, f);
		if (fault)
			return fault;
	}
}

/* The lowest table that is known, else the root of the first stage. */
static enum vtd_fault start(struct vtd *v, struct dma_walk *w,
			    struct dma_first *f)
{
	const struct vtd_table *t = NULL;
	unsigned int level = 0;

	if (w->tag && !w->fresh) {
		perf_count(v, PERF_FS_TABLE_LOOKUP);
		level = dma_cache_find(v, w->tag->tables, w->addr, &t);
	}
	if (!level) {
		f->entry.level = w->context->space.fs_levels;
		f->above = ALL_RIGHTS;
		return enter(v, w, f, w->context->space.fs_root);
	}
	perf_count(v, PERF_FS_TABLE_HIT);
	w->known = true;
	f->entry.lost = 0;
	f->entry.level = level;
	f->table = t->table & VTD_FS_ADDR;
	f->above = t->table & ALL_RIGHTS;
	return VTD_FAULT_NONE;
}

/* What the leaf needs where @allowed is permitted. */
static uint64_t marks_of_leaf(const struct dma_walk *w, uint64_t allowed)
{
	return marks_of(&w->context->space) |
	       (w->need & allowed & VTD_SS_W ? VTD_FS_D : 0);
}

/*
 * To a leaf that has its bits. D is for accesses that will be done (3.6.2), so
 * what can forbid one is asked before, in @s the second stage.
 */
static enum vtd_fault find_marked(struct vtd *v, struct dma_walk *w,
				  struct dma_first *f, struct dma_second *s)
{
	uint64_t marks;
	enum vtd_fault fault;

	do {
		fault = find(v, w, f);
		if (fault)
			return fault;
		marks = marks_of_leaf(w, f->allowed);
		s->look = marks & ~f->entry.value;
		if (nested(w)) {
			fault = dma_nested_page(v, w, f, s);
			marks = marks_of_leaf(w, f->allowed & s->allowed);
		}
		if (!fault)
			fault = set_marks(v, w, f, marks);
		if (fault)
			return fault;
	} while (marks & ~f->entry.value);
	if (!(f->entry.value & VTD_FS_D))
		f->allowed &= ~VTD_SS_W;
	return VTD_FAULT_NONE;
}

/* Of two sizes of a page the smaller one holds, of two permissions both. */
static void grant(struct dma_walk *w, const struct dma_first *f,
		  const struct dma_second *s)
{
	unsigned int level = f->entry.level;

	if (!nested(w)) {
		dma_walk_grant(w, f->pa, dma_walk_order(level), f->allowed);
		return;
	}
	if (s->entry.level < level)
		level = s->entry.level;
	w->snp = s->entry.value & VTD_SS_SNP;
	dma_walk_grant(w, s->pa, dma_walk_order(level),
		       f->allowed & s->allowed);
}

VTD_COLD enum vtd_fault dma_first_walk(struct vtd *v, struct dma_walk *w)
{
	struct dma_first f;
	struct dma_second s;
	enum vtd_fault fault;

	if (!canonical(w))
		return VTD_FAULT_SGN_1;
	fault = start(v, w, &f);
	if (!fault)
		fault = find_marked(v, w, &f, &s);
	if (!fault && nested(w))
		fault = dma_nested_mark(v, w, &s);
	if (!fault)
		grant(w, &f, &s);
	return fault;
}
