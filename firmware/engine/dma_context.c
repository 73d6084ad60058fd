/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "dma.h"

#include "gen/vtd_gate.h"
#include "gen/vtd_regs.h"
#include "perf.h"
#include "trace.h"

#define ENTRY_SIZE 16U

/* Serial of no tag: a context that is not bound to any. */
#define UNBOUND (~UINT64_C(0))

VTD_WARM int dma_read_entry(struct vtd *v, struct dma_walk *w,
			    struct dma_place entry, uint64_t *out)
{
	int err = port_host_read(v->port, entry.addr, entry.words, out);

	if (err) {
		entry.what |= DMA_STEP_FAILED;
		entry.words = 1;
		out[0] = 0;
	}
	for (unsigned int i = 0; i < entry.words; i++)
		if (i < 2 || out[i])
			dma_note(w, entry.addr + i * 8, out[i],
				 entry.what | i * DMA_STEP_WORD);
	return err;
}

/* 9.1; leaves the address of the context entry. */
VTD_WARM static enum vtd_fault read_root(struct vtd *v, struct dma_walk *w,
					 uint16_t sid, uint64_t *context_at)
{
	struct dma_place at = { v->root + (sid >> 8) * ENTRY_SIZE,
				DMA_STEP_ROOT, 2 };
	uint64_t root[2];

	if (dma_read_entry(v, w, at, root))
		return VTD_FAULT_LRT_1;
	if (!(root[0] & VTD_ROOT_LO_P))
		return VTD_FAULT_LRT_2;
	if (root[0] & (VTD_ROOT_LO_RSVD | v->beyond_haw) ||
	    root[1] & VTD_ROOT_HI_RSVD)
		return VTD_FAULT_LRT_3;
	*context_at = (root[0] & VTD_ROOT_LO_CTP) + (sid & 0xff) * ENTRY_SIZE;
	return VTD_FAULT_NONE;
}

bool dma_context_aw(const struct vtd *v, unsigned int aw)
{
	return aw >= VTD_AW_MIN && aw <= VTD_AW_MAX &&
	       VTD_GET(VTD_CAP_SAGAW, v->config.cap) >> aw & 1;
}

unsigned int dma_context_width(const struct vtd *v, unsigned int aw)
{
	unsigned int mgaw =
		(unsigned int)VTD_GET(VTD_CAP_MGAW, v->config.cap) + 1;

	return VTD_AW_BITS(aw) < mgaw ? VTD_AW_BITS(aw) : mgaw;
}

static bool tt_supported(const struct vtd *v, unsigned int tt)
{
	static const uint64_t needs[] = {
		[VTD_TT_ALL] = VTD_ECAP_DT,
		[VTD_TT_PASS_THROUGH] = VTD_ECAP_PT,
	};

	return tt == VTD_TT_UNTRANSLATED ||
	       (tt <= VTD_TT_PASS_THROUGH && v->config.ecap & needs[tt]);
}

/* SSPTPTR has reserved bits, but is ignored where TT is pass-through. */
static uint64_t context_lo_rsvd(const struct vtd *v, uint64_t lo)
{
	bool pass = VTD_GET(VTD_CONTEXT_LO_TT, lo) == VTD_TT_PASS_THROUGH;

	return VTD_CONTEXT_LO_RSVD | (pass ? 0 : v->beyond_haw);
}

/* 9.3, in the order: present, reserved, AW, TT. */
static enum vtd_fault check_context(const struct vtd *v, const uint64_t e[2])
{
	if (!(e[0] & VTD_CONTEXT_LO_P))
		return VTD_FAULT_LCT_2;
	if (e[0] & context_lo_rsvd(v, e[0]) || e[1] & v->context_hi_rsvd)
		return VTD_FAULT_LCT_3;
	if (!dma_context_aw(v, VTD_GET(VTD_CONTEXT_HI_AW, e[1])) ||
	    !tt_supported(v, VTD_GET(VTD_CONTEXT_LO_TT, e[0])))
		return VTD_FAULT_LCT_4;
	return VTD_FAULT_NONE;
}

VTD_WARM void dma_context_fill(struct vtd *v, struct dma_walk *w,
			       const struct vtd_space *space)
{
	*w->context = (struct vtd_context){
		.key = w->word0 & DMA_KEY,
		.epoch = v->epoch,
		.serial = UNBOUND,
		.fpd = w->fpd,
		.traits = w->traits,
		.space = *space,
	};
}

static struct vtd_space space_of(const struct vtd *v, const uint64_t e[2])
{
	unsigned int aw = VTD_GET(VTD_CONTEXT_HI_AW, e[1]);
	bool pass = VTD_GET(VTD_CONTEXT_LO_TT, e[0]) == VTD_TT_PASS_THROUGH;

	return (struct vtd_space){
		.ss_root = pass ? 0 : e[0] & VTD_CONTEXT_LO_SSPTPTR,
		.did = (uint16_t)VTD_GET(VTD_CONTEXT_HI_DID, e[1]),
		.ss_levels = (uint8_t)(pass ? 0 : VTD_AW_LEVELS(aw)),
		.width = (uint8_t)(pass ? v->config.haw :
					  dma_context_width(v, aw)),
	};
}

/* LCT.5: only TT=01 is for requests of device TLBs. */
static enum vtd_fault check_ats(struct dma_walk *w, uint64_t lo)
{
	bool ats = VTD_GET(VTD_CONTEXT_LO_TT, lo) == VTD_TT_ALL;

	if (!ats && (w->kind || w->word0 & GATE_WORK0_ATST))
		return VTD_FAULT_LCT_5;
	w->traits = ats ? VTD_TRAIT_ATS : 0;
	return VTD_FAULT_NONE;
}

VTD_WARM enum vtd_fault dma_context_legacy(struct vtd *v, struct dma_walk *w)
{
	uint16_t sid = (uint16_t)VTD_GET(GATE_WORK0_SID, w->word0);
	struct dma_place at = { 0, DMA_STEP_CONTEXT, 2 };
	struct vtd_space space;
	enum vtd_fault fault;
	uint64_t e[2];

	fault = read_root(v, w, sid, &at.addr);
	if (fault)
		return fault;
	if (dma_read_entry(v, w, at, e))
		return VTD_FAULT_LCT_1;
	w->fpd = e[0] & VTD_CONTEXT_LO_FPD;
	fault = check_context(v, e);
	if (fault)
		return fault;
	fault = check_ats(w, e[0]);
	if (fault)
		return fault;
	space = space_of(v, e);
	dma_context_fill(v, w, &space);
	trace(v, CONTEXT, w->word0, e[0], e[1]);
	return VTD_FAULT_NONE;
}

/* The context keeps the tag's serial: a retired tag no longer has it. */
VTD_WARM static void bind(struct vtd *v, struct dma_walk *w)
{
	struct vtd_context *c = w->context;
	struct vtd_tag *tag = &v->tags.tag[c->tag];

	if (tag->serial != c->serial) {
		tag = dma_tag_of(v, &c->space);
		c->tag = (uint16_t)(tag ? dma_tag_number(v, tag) : 0);
		c->serial = tag ? tag->serial : UNBOUND;
		trace(v, BIND, w->word0, c->tag, c->serial);
	}
	w->tag = tag;
}

/*
 * Requests of which the tables say more than a context keeps: whether they may
 * be made at all.
 */
#define SPECIAL GATE_WORK0_EXEC

/* One entry stands for both tables in scalable mode. */
static void count(struct vtd *v, uint64_t context, uint64_t pasid)
{
	perf_count(v, context);
	if (v->ttm == VTD_TTM_SCALABLE)
		perf_count(v, pasid);
}

static bool known(struct vtd *v, const struct dma_walk *w, uint64_t key)
{
	if (w->fresh || w->word0 & SPECIAL)
		return false;
	count(v, PERF_CONTEXT_LOOKUP, PERF_PASID_LOOKUP);
	if (!dma_cache_holds(v, w->context, key) ||
	    (w->kind && !(w->context->traits & VTD_TRAIT_ATS)))
		return false;
	count(v, PERF_CONTEXT_HIT, PERF_PASID_HIT);
	return true;
}

VTD_WARM enum vtd_fault dma_context_read(struct vtd *v, struct dma_walk *w)
{
	return v->ttm == VTD_TTM_SCALABLE ? dma_scalable(v, w) :
					    dma_context_legacy(v, w);
}

VTD_WARM enum vtd_fault dma_context(struct vtd *v, struct dma_walk *w)
{
	uint64_t key = w->word0 & DMA_KEY;
	enum vtd_fault fault = VTD_FAULT_NONE;

	w->context = dma_cache_context(v, key);
	if (known(v, w, key))
		w->known = true;
	else
		fault = dma_context_read(v, w);
	if (fault)
		return fault;
	w->fpd = w->context->fpd;
	w->traits = w->context->traits;
	bind(v, w);
	return VTD_FAULT_NONE;
}
