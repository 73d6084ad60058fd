/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "dma_walk.h"

#include "gen/vtd_gate.h"
#include "perf.h"

static const struct dma_locked_faults locked_faults = { VTD_FAULT_SSS_5,
							VTD_FAULT_SSS_6 };

static bool scalable(const struct dma_walk *w)
{
	return w->context->space.flags & VTD_SPACE_SCALABLE;
}

/*
 * 3.7.1 and 3.14. What to say of an access that lacks a permission; a
 * zero-length read may do with write permission (CAP.ZLR). An atomic that lacks
 * both lacks write. Where nothing at all is permitted, scalable mode takes it
 * for not present. A translation request does with a part of what it asks for.
 */
VTD_COLD static enum vtd_fault lacking(const struct vtd *v,
				       const struct dma_walk *w,
				       const struct dma_second *s)
{
	if (w->kind && s->page && s->need & s->allowed)
		return VTD_FAULT_NONE;
	if (scalable(w) && !s->allowed)
		return VTD_FAULT_SSS_2;
	if (s->need & ~s->allowed & VTD_SS_W)
		return scalable(w) ? VTD_FAULT_SGN_6 : VTD_FAULT_LGN_2;
	if (s->page && w->word0 & GATE_WORK0_ZLR && v->zlr &&
	    s->allowed & VTD_SS_W)
		return VTD_FAULT_NONE;
	return scalable(w) ? VTD_FAULT_SGN_7 : VTD_FAULT_LGN_3;
}

VTD_COLD static enum vtd_fault unreadable(const struct dma_walk *w,
					  unsigned int level)
{
	bool root = level == w->context->space.ss_levels;

	if (scalable(w))
		return root ? VTD_FAULT_SSS_4 : VTD_FAULT_SSS_1;
	return root ? VTD_FAULT_LCT_4 : VTD_FAULT_LSS_1;
}

static bool is_leaf(const struct dma_entry *e)
{
	return e->level == 1 || e->value & VTD_SS_PS;
}

static int read_entry(struct vtd *v, struct dma_walk *w, struct dma_second *s)
{
	struct dma_entry *e = &s->entry;
	uint64_t index = s->addr >> VTD_SS_SHIFT(e->level) & 0x1ff;
	int err;

	e->addr = s->table + index * 8;
	err = port_host_read(v->port, e->addr, 1, &e->value);
	if (err)
		dma_note(w, e->addr, 0, e->level | DMA_STEP_FAILED);
	else
		dma_note(w, e->addr, e->value, e->level);
	return err;
}

/*
 * One level: unreadable, not permitted, reserved bits, in this order. QEMU's
 * order in legacy mode; for scalable mode the specification has none.
 */
VTD_WARM static enum vtd_fault check_entry(struct vtd *v, struct dma_walk *w,
					   struct dma_second *s)
{
	struct dma_entry *e = &s->entry;
	enum vtd_fault fault;

	if (read_entry(v, w, s))
		return unreadable(w, e->level);
	s->allowed = s->above & e->value;
	if (s->need & ~s->allowed) {
		fault = lacking(v, w, s);
		if (fault)
			return fault;
	}
	if (!(e->value & v->rsvd.second[is_leaf(e) ? e->level : 0]))
		return VTD_FAULT_NONE;
	return scalable(w) ? VTD_FAULT_SSS_3 : VTD_FAULT_LSS_2;
}

/* 3.15: what counts is where the access itself goes. */
static enum vtd_fault check_output(const struct dma_walk *w,
				   struct dma_second *s)
{
	uint64_t offset = dma_walk_offset(s->entry.level);

	s->pa = (s->entry.value & VTD_SS_ADDR & ~offset) | (s->addr & offset);
	if (!s->page || !VTD_IN_INTERRUPT_RANGE(s->pa))
		return VTD_FAULT_NONE;
	return scalable(w) ? VTD_FAULT_SGN_8 : VTD_FAULT_LGN_4;
}

VTD_WARM static void descend(struct vtd *v, struct dma_second *s)
{
	s->entry.level--;
	s->entry.lost = 0;
	s->table = s->entry.value & VTD_SS_ADDR;
	s->above = s->allowed;
	if (s->name && !s->look)
		dma_cache_fill(v, s->name, s->entry.level, s->addr,
			       s->table | s->above);
}

/*
 * From the entry it has come to, read anew, down to the leaf. Ends: a level is
 * tried VTD_LOCKED_TRIES times at most, and every entry at level 1 is a leaf.
 */
VTD_WARM static enum vtd_fault find(struct vtd *v, struct dma_walk *w,
				    struct dma_second *s)
{
	bool marked = w->context->space.flags & VTD_SPACE_SSADE && !s->look;
	uint64_t marks = marked ? VTD_SS_A : 0;
	enum vtd_fault fault;

	for (;;) {
		fault = check_entry(v, w, s);
		if (fault)
			return fault;
		if (is_leaf(&s->entry))
			return check_output(w, s);
		if (marks & ~s->entry.value) {
			fault = dma_locked_set(v, w, &s->entry, marks,
					       &locked_faults);
			if (fault)
				return fault;
		}
		if (!(marks & ~s->entry.value))
			descend(v, s);
	}
}

/* The lowest table that is known, else the root of the second stage. */
static void start(struct vtd *v, struct dma_walk *w, struct dma_second *s)
{
	const struct vtd_table *t = NULL;
	unsigned int level = 0;

	s->entry.lost = 0;
	if (s->name && !w->fresh) {
		perf_count(v, PERF_SS_TABLE_LOOKUP);
		level = dma_cache_find(v, s->name, s->addr, &t);
	}
	if (level) {
		perf_count(v, PERF_SS_TABLE_HIT);
		w->known = true;
		s->entry.level = level;
		s->table = t->table & VTD_SS_ADDR;
		s->above = t->table & VTD_SS_RW;
	} else {
		s->entry.level = w->context->space.ss_levels;
		s->table = w->context->space.ss_root;
		s->above = VTD_SS_RW;
	}
}

VTD_WARM enum vtd_fault dma_second_find(struct vtd *v, struct dma_walk *w,
					struct dma_second *s)
{
	start(v, w, s);
	return find(v, w, s);
}

/* D is for writes that will be done, or can be by what is given out. */
static uint64_t marks_of_leaf(const struct dma_second *s)
{
	return VTD_SS_A | (s->need & s->allowed & VTD_SS_W ? VTD_SS_D : 0);
}

enum vtd_fault dma_second_mark(struct vtd *v, struct dma_walk *w,
			       struct dma_second *s)
{
	enum vtd_fault fault;

	if (!(w->context->space.flags & VTD_SPACE_SSADE))
		return VTD_FAULT_NONE;
	for (;;) {
		fault = dma_locked_set(v, w, &s->entry, marks_of_leaf(s),
				       &locked_faults);
		if (fault)
			return fault;
		if (!(marks_of_leaf(s) & ~s->entry.value))
			break;
		fault = find(v, w, s);
		if (fault)
			return fault;
	}
	if (!(s->entry.value & VTD_SS_D))
		s->allowed &= ~VTD_SS_W;
	return VTD_FAULT_NONE;
}

/* 3.7: an address beyond the width is one that no index says all of. */
VTD_WARM enum vtd_fault dma_second_walk(struct vtd *v, struct dma_walk *w)
{
	struct dma_second s;
	enum vtd_fault fault;

	if (w->addr >> w->context->space.width)
		return scalable(w) ? VTD_FAULT_SGN_5 : VTD_FAULT_LGN_1;
	s.addr = w->addr;
	s.need = w->need;
	s.name = w->tag ? w->tag->tables : 0;
	s.page = true;
	s.look = false;
	fault = dma_second_find(v, w, &s);
	if (!fault)
		fault = dma_second_mark(v, w, &s);
	if (fault)
		return fault;
	w->snp = s.entry.value & VTD_SS_SNP;
	dma_walk_grant(w, s.pa, dma_walk_order(s.entry.level), s.allowed);
	return VTD_FAULT_NONE;
}
