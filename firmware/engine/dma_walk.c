/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "dma_walk.h"

#include "gen/vtd_gate.h"
#include "gen/vtd_regs.h"

/* What the walk has come to. */
struct position {
	unsigned int level; /* of the table */
	uint64_t table;
	uint64_t allowed; /* VTD_SS_RW of all levels above */
};

/* A leaf at level 2 or 3 needs SSLPS bit 0 or 1. */
static bool large_page(const struct vtd *v, unsigned int level)
{
	return (level == 2 || level == 3) &&
	       VTD_GET(VTD_CAP_SSLPS, v->config.cap) >> (level - 2) & 1;
}

static uint64_t low_bits(unsigned int level)
{
	return VTD_MASK(VTD_SS_SHIFT(level) - 1, 0);
}

/* 3.7, 9.8. @always: what is reserved in all entries. */
static uint64_t second_rsvd(const struct vtd *v, unsigned int level,
			    uint64_t always)
{
	if (level > 1 && !large_page(v, level))
		return VTD_SS_PS;
	return always | (low_bits(level) & VTD_SS_ADDR) |
	       (v->config.ecap & VTD_ECAP_SC ? 0 : VTD_SS_SNP);
}

/* 3.6, 9.7: 2 MiB pages are mandatory, bit 12 of a large one is PAT. */
static uint64_t first_rsvd(const struct vtd *v, unsigned int level,
			   uint64_t always)
{
	if (level > 3 || (level == 3 && !(v->config.cap & VTD_CAP_FS1GP)))
		return VTD_FS_PS;
	return always | (low_bits(level) & VTD_FS_ADDR & ~VTD_FS_PAT2);
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

static uint64_t first_read(const struct vtd_space *space)
{
	return VTD_FS_P | VTD_FS_A |
	       (space->flags & VTD_SPACE_EAFE ? VTD_FS_EA : 0) |
	       (space->flags & VTD_SPACE_PRIV ? 0 : VTD_FS_US);
}

/* 3.6.1: supervisors may write where they may read unless WPE. */
static uint64_t first_write(const struct vtd_space *space)
{
	uint8_t flags = space->flags & (VTD_SPACE_PRIV | VTD_SPACE_WPE);

	return first_read(space) | VTD_FS_D |
	       (flags == VTD_SPACE_PRIV ? 0 : VTD_FS_RW);
}

static void first_template(const struct vtd *v, const struct vtd_space *space,
			   struct dma_template *t)
{
	t->read = first_read(space);
	t->write = first_write(space);
	t->clear = v->rsvd.first[1];
	t->addr = VTD_FS_ADDR;
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
	if (space->fs_levels && !space->ss_levels)
		first_template(v, space, t);
	else if (space->ss_levels && !space->fs_levels)
		second_template(v, space, t);
}

/*
 * 3.7.1 and 3.14. The permissions so far against what is asked; a zero-length
 * read may do with write permission (CAP.ZLR). An atomic that lacks both
 * lacks write.
 */
static enum vtd_fault check_permission(const struct vtd *v,
				       const struct dma_walk *w,
				       uint64_t allowed)
{
	uint64_t missing = w->need & ~allowed;

	if (missing & VTD_SS_W)
		return VTD_FAULT_LGN_2;
	if (!missing)
		return VTD_FAULT_NONE;
	if (w->word0 & GATE_WORK0_ZLR && v->zlr && allowed & VTD_SS_W)
		return VTD_FAULT_NONE;
	return VTD_FAULT_LGN_3;
}

static bool is_leaf(uint64_t entry, unsigned int level)
{
	return level == 1 || entry & VTD_SS_PS;
}

static bool reserved(const struct vtd *v, uint64_t entry, unsigned int level)
{
	return entry & v->rsvd.second[is_leaf(entry, level) ? level : 0];
}

/*
 * A page that reaches into the interrupt range is given out in pieces of
 * 4 KiB, so that the gate never holds a page that is only partly allowed; what
 * counts for the fault is the page that is accessed (3.15).
 */
VTD_WARM static enum vtd_fault finish(struct dma_walk *w, uint64_t entry,
				      unsigned int level, uint64_t allowed)
{
	uint64_t offset = VTD_MASK(VTD_SS_SHIFT(level) - 1, 0);
	uint64_t frame = entry & VTD_SS_ADDR & ~offset;
	uint64_t page = frame | (w->addr & offset & VTD_PAGE_MASK);
	uint64_t order = (level - 1) * 9;

	if (VTD_IN_INTERRUPT_RANGE(page))
		return VTD_FAULT_LGN_4;
	if (level > 1 &&
	    VTD_IN_INTERRUPT_RANGE(frame | (UINT64_C(0xfee00000) & offset))) {
		frame = page;
		order = 0;
	}
	w->pa = frame | VTD_PUT(GATE_ANSWER_PA_ORDER, order) | allowed;
	return VTD_FAULT_NONE;
}

/* The lowest table that is known, else the root of the second stage. */
static struct position start(struct vtd *v, struct dma_walk *w)
{
	const struct vtd_table *t = NULL;
	unsigned int level = 0;

	if (w->tag && !w->fresh)
		level = dma_cache_find(v, w->tag->tables, w->addr, &t);
	if (!level)
		return (struct position){ w->context->space.ss_levels,
					  w->context->space.ss_root,
					  VTD_SS_RW };
	w->known = true;
	return (struct position){ level, t->table & VTD_SS_ADDR,
				  t->table & VTD_SS_RW };
}

VTD_WARM static void descend(struct vtd *v, struct dma_walk *w,
			     struct position *p, uint64_t entry)
{
	p->level--;
	p->table = entry & VTD_SS_ADDR;
	if (w->tag)
		dma_cache_fill(v, w->tag->tables, p->level, w->addr,
			       p->table | p->allowed);
}

static int read_entry(struct vtd *v, struct dma_walk *w,
		      const struct position *p, uint64_t *entry)
{
	uint64_t index = w->addr >> VTD_SS_SHIFT(p->level) & 0x1ff;
	uint64_t addr = p->table + index * 8;
	int err = port_host_read(v->port, addr, 1, entry);

	if (err)
		dma_note(w, addr, 0, p->level | DMA_STEP_FAILED);
	else
		dma_note(w, addr, *entry, p->level);
	return err;
}

/* One level: unreadable, not permitted, reserved bits, in this order. */
VTD_WARM static enum vtd_fault check_entry(struct vtd *v, struct dma_walk *w,
					   struct position *p, uint64_t *entry)
{
	enum vtd_fault fault;

	if (read_entry(v, w, p, entry))
		return p->level == w->context->space.ss_levels ?
			       VTD_FAULT_LCT_4 :
			       VTD_FAULT_LSS_1;
	p->allowed &= *entry;
	fault = check_permission(v, w, p->allowed);
	if (fault)
		return fault;
	return reserved(v, *entry, p->level) ? VTD_FAULT_LSS_2 : VTD_FAULT_NONE;
}

VTD_WARM enum vtd_fault dma_walk(struct vtd *v, struct dma_walk *w)
{
	struct position p = start(v, w);
	enum vtd_fault fault;
	uint64_t entry = 0;

	/* Ends at level 1 at the latest: every entry there is a leaf. */
	for (;;) {
		fault = check_entry(v, w, &p, &entry);
		if (fault)
			return fault;
		if (is_leaf(entry, p.level))
			return finish(w, entry, p.level, p.allowed);
		descend(v, w, &p, entry);
	}
}
