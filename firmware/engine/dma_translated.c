/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "dma.h"

static bool scalable(const struct vtd *v)
{
	return v->ttm == VTD_TTM_SCALABLE;
}

/*
 * Which DID a PASID entry has is not read; what ends tags of a domain has
 * nothing to say about who may use host addresses.
 */
static enum vtd_fault read_tables(struct vtd *v, struct dma_walk *w,
				  struct vtd_space *space)
{
	enum vtd_fault fault;

	if (scalable(v)) {
		space->flags = VTD_SPACE_SCALABLE;
		return dma_scalable_device(v, w);
	}
	w->context = dma_cache_context(v, w->word0 & DMA_KEY);
	fault = dma_context_legacy(v, w);
	if (!fault)
		space->did = w->context->space.did;
	return fault;
}

/*
 * Who asks, then what for, as FPD of the context entry is about both. Nothing
 * is walked: the address is the host's already.
 */
enum vtd_fault dma_translated(struct vtd *v, struct dma_walk *w)
{
	struct vtd_space space = { .width = v->config.haw };
	enum vtd_fault fault = dma_check_mode(v, w);

	if (fault)
		return fault;
	fault = read_tables(v, w, &space);
	if (fault)
		return fault;
	if (w->addr & v->beyond_haw)
		return scalable(v) ? VTD_FAULT_SGN_4 : VTD_FAULT_LGN_1;
	if (VTD_IN_INTERRUPT_RANGE(w->addr))
		return scalable(v) ? VTD_FAULT_SGN_8 : VTD_FAULT_LGN_4;
	w->tag = dma_tag_of(v, &space);
	w->pa = (w->addr & VTD_PAGE_MASK) | VTD_SS_RW;
	return VTD_FAULT_NONE;
}
