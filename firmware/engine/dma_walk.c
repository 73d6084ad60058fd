/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "dma_walk.h"

#include "gen/vtd_gate.h"
#include "gen/vtd_regs.h"

static const struct dma_locked_faults locked_faults = { VTD_FAULT_SSS_5,
							VTD_FAULT_SSS_6 };

/* A leaf at level 2 or 3 needs SSLPS bit 0 or 1. */
static bool large_page(const struct vtd *v, unsigned int level)
{
	return (level == 2 || level == 3) &&
	       VTD_GET(VTD_CAP_SSLPS, v->config.cap) >> (level - 2) & 1;
}

/* 3.7, 9.8. @always: what is reserved in all entries. */
static uint64_t second_rsvd(const struct vtd *v, unsigned int level,
			    uint64_t always)
{
	if (level > 1 && !large_page(v, level))
		return VTD_SS_PS;
	return always | (dma_walk_offset(level) & VTD_SS_ADDR) |
	       (v->config.ecap & VTD_ECAP_SC ? 0 : VTD_SS_SNP);
}

/* 3.6, 9.7: 2 MiB pages are mandatory, bit 12 of a large one is PAT. */
static uint64_t first_rsvd(const struct vtd *v, unsigned int level,
			   uint64_t always)
{
	if (level > 3 || (level == 3 && !(v->config.cap & VTD_CAP_FS1GP)))
		return VTD_FS_PS;
	return always | (dma_walk_offset(level) & VTD_FS_ADDR & ~VTD_FS_PAT2);
}

void dma_walk_init(struct vtd *v)
{
	uint64_t first = v->beyond_haw & VTD_FS_ADDR;
	uint64_t second = VTD_SS_BIT62 | (v->beyond_haw & VTD_SS_ADDR);

	v->rsvd.first[0] = first;
	v->rsvd.second[0] = second | VTD_SS_SNP;
	for (unsigned int level = 1; level <= VTD_SS_LEVELS; level++) {
		v->rsvd.first[level] = first_rsvd(v, level, first);
		v->rsvd.second[level] = second_rsvd(v, level, second);
	}
}

static void second_template(const struct vtd *v, const struct vtd_space *space,
			    struct dma_template *t)
{
	bool marks = space->flags & VTD_SPACE_SSADE;

	t->read = VTD_SS_R | (marks ? VTD_SS_A : 0);
	t->write = VTD_SS_W | (marks ? VTD_SS_A | VTD_SS_D : 0);
	t->clear = v->rsvd.second[1];
	t->addr = VTD_SS_ADDR;
}

void dma_walk_template(const struct vtd *v, const struct vtd_space *space,
		       struct dma_template *t)
{
	*t = (struct dma_template){ 0 };
	if (space->ss_levels && !space->fs_levels)
		second_template(v, space, t);
	if (!space->fs_levels || space->ss_levels)
		return;
	t->read = dma_first_read(space);
	t->write = dma_first_write(space);
	t->clear = v->rsvd.first[1];
	t->addr = VTD_FS_ADDR;
}

static bool scalable(const struct dma_walk *w)
{
	return w->context->space.flags & VTD_SPACE_SCALABLE;
}

/*
 * 3.7.1 and 3.14. What to say of an access that lacks a permission; a
 * zero-length read may do with write permission (CAP.ZLR). An atomic that lacks
 * both lacks write. Where nothing at all is permitted, scalable mode takes it
 * for not present.
 */
static enum vtd_fault lacking(const struct vtd *v, const struct dma_walk *w,
			      const struct dma_second *s)
{
	if (scalable(w) && !s->allowed)
		return VTD_FAULT_SSS_2;
	if (s->need & ~s->allowed & VTD_SS_W)
		return scalable(w) ? VTD_FAULT_SGN_6 : VTD_FAULT_LGN_2;
	if (s->page && w->word0 & GATE_WORK0_ZLR && v->zlr &&
	    s->allowed & VTD_SS_W)
		return VTD_FAULT_NONE;
	return scalable(w) ? VTD_FAULT_SGN_7 : VTD_FAULT_LGN_3;
}

static enum vtd_fault unreadable(const struct dma_walk *w, unsigned int level)
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
	if (s->name)
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
	uint64_t marks = w->context->space.flags & VTD_SPACE_SSADE ? VTD_SS_A :
								     0;
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
	if (s->name && !w->fresh)
		level = dma_cache_find(v, s->name, s->addr, &t);
	if (level) {
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

VTD_WARM enum vtd_fault dma_walk_second(struct vtd *v, struct dma_walk *w,
					struct dma_second *s)
{
	start(v, w, s);
	return find(v, w, s);
}

enum vtd_fault dma_walk_second_mark(struct vtd *v, struct dma_walk *w,
				    struct dma_second *s)
{
	uint64_t marks = VTD_SS_A | (s->need & VTD_SS_W ? VTD_SS_D : 0);
	enum vtd_fault fault;

	if (!(w->context->space.flags & VTD_SPACE_SSADE))
		return VTD_FAULT_NONE;
	for (;;) {
		fault = dma_locked_set(v, w, &s->entry, marks, &locked_faults);
		if (fault)
			return fault;
		if (!(marks & ~s->entry.value))
			break;
		fault = find(v, w, s);
		if (fault)
			return fault;
	}
	if (!(s->entry.value & VTD_SS_D))
		s->allowed &= ~VTD_SS_W;
	return VTD_FAULT_NONE;
}

/*
 * A page that reaches into the interrupt range is given out in pieces of
 * 4 KiB, so that the gate never holds a page that is only partly allowed.
 */
VTD_WARM void dma_walk_grant(struct dma_walk *w, uint64_t pa,
			     unsigned int order, uint64_t allowed)
{
	uint64_t offset = VTD_MASK(order + VTD_PAGE_SHIFT - 1, 0);
	uint64_t frame = pa & ~offset;

	if (order &&
	    VTD_IN_INTERRUPT_RANGE(frame | (UINT64_C(0xfee00000) & offset))) {
		frame = pa & VTD_PAGE_MASK;
		order = 0;
	}
	w->pa = frame | VTD_PUT(GATE_ANSWER_PA_ORDER, order) | allowed;
}

/* 3.6: beyond the width, index bits would be left out. */
static enum vtd_fault second_walk(struct vtd *v, struct dma_walk *w)
{
	struct dma_second s;
	enum vtd_fault fault;

	if (w->addr >> w->context->space.width)
		return scalable(w) ? VTD_FAULT_SGN_5 : VTD_FAULT_LGN_1;
	s.addr = w->addr;
	s.need = w->need;
	s.name = w->tag ? w->tag->tables : 0;
	s.page = true;
	fault = dma_walk_second(v, w, &s);
	if (!fault)
		fault = dma_walk_second_mark(v, w, &s);
	if (!fault)
		dma_walk_grant(w, s.pa, dma_walk_order(s.entry.level),
			       s.allowed);
	return fault;
}

VTD_WARM enum vtd_fault dma_walk(struct vtd *v, struct dma_walk *w)
{
	return w->context->space.fs_levels ? dma_first_walk(v, w) :
					     second_walk(v, w);
}
