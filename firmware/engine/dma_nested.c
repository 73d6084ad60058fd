/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "dma_walk.h"

/*
 * Second-stage tables are cached under a name of their own, beside the first
 * stage's: both are numbers, counted from either end. They go together when the
 * tag gets a new one.
 */
static uint64_t name_of(const struct dma_walk *w)
{
	return w->tag ? ~w->tag->tables : 0;
}

/*
 * 3.8.1: with SSADE an access to a table counts as a write, since it may turn
 * into one; so the page it lies in becomes dirty too.
 */
static uint64_t needed_for_table(const struct dma_walk *w)
{
	return w->context->space.flags & VTD_SPACE_SSADE ? VTD_SS_RW : VTD_SS_R;
}

/* What lacking a permission is called when it was for a first-stage table. */
static enum vtd_fault table_fault(const struct dma_walk *w,
				  const struct dma_first *f,
				  enum vtd_fault fault)
{
	if (fault != VTD_FAULT_SGN_6 && fault != VTD_FAULT_SGN_7)
		return fault;
	return f->entry.level == w->context->space.fs_levels ? VTD_FAULT_SFS_6 :
							       VTD_FAULT_SFS_7;
}

enum vtd_fault dma_nested_table(struct vtd *v, struct dma_walk *w,
				struct dma_first *f, uint64_t addr)
{
	struct dma_second s = {
		.addr = addr,
		.need = needed_for_table(w),
		.name = name_of(w),
	};
	unsigned int steps = w->steps;
	enum vtd_fault fault;

	fault = dma_second_find(v, w, &s);
	if (!fault)
		fault = dma_second_mark(v, w, &s);
	if (fault)
		return table_fault(w, f, fault);
	/* Of walks that ended well, a trace need not tell. */
	w->steps = steps;
	f->table = s.pa;
	if (!(s.allowed & VTD_SS_W))
		f->above &= ~DMA_FIRST_UPDATE;
	return VTD_FAULT_NONE;
}

enum vtd_fault dma_nested_page(struct vtd *v, struct dma_walk *w,
			       const struct dma_first *f, struct dma_second *s)
{
	unsigned int steps = w->steps;
	enum vtd_fault fault;

	s->addr = f->pa;
	s->need = w->need & f->allowed;
	s->name = name_of(w);
	s->page = true;
	s->look = s->look && w->context->space.flags & VTD_SPACE_SSADE;
	fault = dma_second_find(v, w, s);
	if (!fault && s->look)
		w->steps = steps;
	return fault;
}

/* What was only looked at is walked once more: it may have changed. */
enum vtd_fault dma_nested_mark(struct vtd *v, struct dma_walk *w,
			       struct dma_second *s)
{
	enum vtd_fault fault = VTD_FAULT_NONE;

	if (s->look) {
		s->look = false;
		fault = dma_second_find(v, w, s);
	}
	return fault ? fault : dma_second_mark(v, w, s);
}
