/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "dma_walk.h"

#include "gen/vtd_gate.h"
#include "gen/vtd_regs.h"

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

VTD_WARM enum vtd_fault dma_walk(struct vtd *v, struct dma_walk *w)
{
	return w->context->space.fs_levels ? dma_first_walk(v, w) :
					     dma_second_walk(v, w);
}
