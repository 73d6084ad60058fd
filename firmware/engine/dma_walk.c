/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "dma.h"

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

static uint64_t leaf_rsvd(const struct vtd *v, unsigned int level,
			  uint64_t always)
{
	uint64_t offset = VTD_MASK(VTD_SS_SHIFT(level) - 1, 0);

	if (level > 1 && !large_page(v, level))
		return VTD_SS_PS;
	return always | (offset & VTD_SS_ADDR) |
	       (v->config.ecap & VTD_ECAP_SC ? 0 : VTD_SS_SNP);
}

void dma_walk_init(struct vtd *v)
{
	uint64_t always = VTD_SS_BIT62 | (v->beyond_haw & VTD_SS_ADDR);

	for (unsigned int level = 1; level <= VTD_SS_LEVELS; level++) {
		v->rsvd.table[level] = always | VTD_SS_SNP;
		v->rsvd.leaf[level] = leaf_rsvd(v, level, always);
	}
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
	const uint64_t *rsvd = is_leaf(entry, level) ? v->rsvd.leaf :
						       v->rsvd.table;

	return entry & rsvd[level];
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
