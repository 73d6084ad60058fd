/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "dma.h"

#include "gen/vtd_gate.h"
#include "gen/vtd_regs.h"
#include "trace.h"

#define CONTEXT_WORDS 4U
#define PASID_WORDS   8U

/* How far the way through the tables has come. */
struct way {
	uint64_t next; /* address of the next entry */
	uint32_t pasid;
	bool priv;
	bool page; /* a page request */
};

static bool can(const struct vtd *v, uint64_t ecap)
{
	return v->config.ecap & ecap;
}

/* 9.4: what is reserved where a feature is missing. */
static void context_masks(struct vtd *v, uint64_t rsvd[])
{
	rsvd[0] = VTD_SCONTEXT_0_RSVD | v->beyond_haw |
		  (can(v, VTD_ECAP_DT) ? 0 : VTD_SCONTEXT_0_DTE) |
		  (can(v, VTD_ECAP_PASID) ? 0 : VTD_SCONTEXT_0_PASIDE) |
		  (can(v, VTD_ECAP_PRS) ? 0 : VTD_SCONTEXT_0_PRE) |
		  (can(v, VTD_ECAP_HPTS) ? 0 : VTD_SCONTEXT_0_HPTE) |
		  (can(v, VTD_ECAP_PTRS) ? 0 : VTD_SCONTEXT_0_EPTR);
	rsvd[1] = VTD_SCONTEXT_1_RSVD |
		  (can(v, VTD_ECAP_RPS) ? 0 : VTD_SCONTEXT_1_RID_PASID) |
		  (can(v, VTD_ECAP_RPRIVS) ? 0 : VTD_SCONTEXT_1_RID_PRIV);
}

/*
 * 9.6. Whatever PGTT makes of a field, it is reserved without its feature; but
 * for AW: without SSTS every PGTT that is left ignores it, and Linux writes it
 * all the same.
 */
static void pasid_masks(struct vtd *v, uint64_t rsvd[])
{
	bool marks = can(v, VTD_ECAP_SSTS) && can(v, VTD_ECAP_SSADS);

	rsvd[0] = VTD_PTE_0_RSVD | v->beyond_haw |
		  (marks ? 0 : VTD_PTE_0_SSADE) |
		  (can(v, VTD_ECAP_SSTS) ? 0 : VTD_PTE_0_SSPTPTR);
	rsvd[1] = VTD_PTE_1_RSVD | (VTD_PTE_1_DID & ~(uint64_t)v->did_mask) |
		  (can(v, VTD_ECAP_SMPWCS) ? 0 : VTD_PTE_1_PWSNP) |
		  (can(v, VTD_ECAP_SC) ? 0 : VTD_PTE_1_PGSNP) |
		  (can(v, VTD_ECAP_MTS) ?
			   0 :
			   VTD_PTE_1_CD | VTD_PTE_1_EMTE | VTD_PTE_1_PAT);
	rsvd[2] = VTD_PTE_2_RSVD | v->beyond_haw |
		  (can(v, VTD_ECAP_SRS) ? 0 : VTD_PTE_2_SRE) |
		  (can(v, VTD_ECAP_EAFS) ? 0 : VTD_PTE_2_EAFE) |
		  (can(v, VTD_ECAP_FSTS) ?
			   0 :
			   VTD_PTE_2_FSPM | VTD_PTE_2_WPE | VTD_PTE_2_FSPTPTR);
}

void dma_scalable_init(struct vtd *v)
{
	context_masks(v, v->scalable.context);
	pasid_masks(v, v->scalable.pasid);
}

/* Words behind those with a mask are reserved altogether. */
static bool reserved(const uint64_t *e, unsigned int words,
		     const uint64_t *rsvd, unsigned int masks)
{
	for (unsigned int i = 0; i < words; i++)
		if (e[i] & (i < masks ? rsvd[i] : ~UINT64_C(0)))
			return true;
	return false;
}

/* 9.2: one half of the entry for each half of the bus's devices. */
static enum vtd_fault read_root(struct vtd *v, struct dma_walk *w,
				struct way *way)
{
	uint64_t sid = VTD_GET(GATE_WORK0_SID, w->word0);
	struct dma_place at = { v->root + (sid >> 7) * 8, DMA_STEP_ROOT, 1 };
	uint64_t half;

	if (dma_read_entry(v, w, at, &half))
		return VTD_FAULT_SRT_1;
	if (!(half & VTD_SROOT_P))
		return VTD_FAULT_SRT_2;
	if (half & (VTD_SROOT_RSVD | v->beyond_haw))
		return VTD_FAULT_SRT_3;
	way->next = (half & VTD_SROOT_CTP) + (sid & 0x7f) * CONTEXT_WORDS * 8;
	return VTD_FAULT_NONE;
}

static uint32_t rid_pasid(const uint64_t *e)
{
	return (uint32_t)VTD_GET(VTD_SCONTEXT_1_RID_PASID, e[1]);
}

static uint32_t pasid_limit(const uint64_t *e)
{
	return VTD_PDTS_LIMIT((unsigned int)VTD_GET(VTD_SCONTEXT_0_PDTS, e[0]));
}

/* SCT.4.1 to SCT.4.3. */
static bool contradicts_itself(const uint64_t *e)
{
	bool pages_without_ats =
		(e[0] & (VTD_SCONTEXT_0_DTE | VTD_SCONTEXT_0_PRE)) ==
		VTD_SCONTEXT_0_PRE;
	bool pasid_translated_only =
		(e[0] & (VTD_SCONTEXT_0_PASIDE | VTD_SCONTEXT_0_EPTR)) ==
		VTD_SCONTEXT_0_EPTR;

	return pages_without_ats || pasid_translated_only ||
	       rid_pasid(e) >= pasid_limit(e);
}

/* 9.4, in the order: present, reserved, consistent. */
static enum vtd_fault check_context(const struct vtd *v, const uint64_t *e)
{
	if (!(e[0] & VTD_SCONTEXT_0_P))
		return VTD_FAULT_SCT_2;
	if (reserved(e, CONTEXT_WORDS, v->scalable.context, 2))
		return VTD_FAULT_SCT_3;
	return contradicts_itself(e) ? VTD_FAULT_SCT_4 : VTD_FAULT_NONE;
}

/* SCT.5, SCT.10: what is only for devices with a TLB of their own. */
static enum vtd_fault check_ats(const struct dma_walk *w, const uint64_t *e)
{
	bool translated = w->word0 & GATE_WORK0_ATST;

	if ((translated || w->kind) && !(e[0] & VTD_SCONTEXT_0_DTE))
		return VTD_FAULT_SCT_5;
	if (translated && w->word0 & GATE_WORK0_SSIDV &&
	    !(e[0] & VTD_SCONTEXT_0_EPTR))
		return VTD_FAULT_SCT_10;
	return VTD_FAULT_NONE;
}

/* What the context entry lets this request do. */
static enum vtd_fault check_request(const struct dma_walk *w,
				    const struct way *way, const uint64_t *e)
{
	uint32_t pasid = (uint32_t)VTD_GET(GATE_WORK0_SSID, w->word0);
	bool has_pasid = w->word0 & GATE_WORK0_SSIDV;
	enum vtd_fault fault = check_ats(w, e);

	if (fault)
		return fault;
	if (has_pasid && !(e[0] & VTD_SCONTEXT_0_PASIDE))
		return VTD_FAULT_SCT_6;
	if (way->page && !(e[0] & VTD_SCONTEXT_0_PRE))
		return VTD_FAULT_SCT_8;
	if (!has_pasid)
		return VTD_FAULT_NONE;
	if (pasid >= pasid_limit(e))
		return VTD_FAULT_SCT_7;
	return pasid == rid_pasid(e) ? VTD_FAULT_SCT_9 : VTD_FAULT_NONE;
}

/* 3.4.3: without PASID it is RID_PASID and RID_PRIV; 0 where reserved. */
static void identify(const struct dma_walk *w, const uint64_t *e,
		     struct way *way)
{
	if (w->word0 & GATE_WORK0_SSIDV) {
		way->pasid = (uint32_t)VTD_GET(GATE_WORK0_SSID, w->word0);
		way->priv = w->word0 & GATE_WORK0_PRIV;
	} else {
		way->pasid = rid_pasid(e);
		way->priv = e[1] & VTD_SCONTEXT_1_RID_PRIV;
	}
}

static enum vtd_fault read_context(struct vtd *v, struct dma_walk *w,
				   struct way *way)
{
	struct dma_place at = { way->next, DMA_STEP_CONTEXT, CONTEXT_WORDS };
	uint64_t e[CONTEXT_WORDS];
	enum vtd_fault fault;

	if (dma_read_entry(v, w, at, e))
		return VTD_FAULT_SCT_1;
	w->fpd = e[0] & VTD_SCONTEXT_0_FPD;
	fault = check_context(v, e);
	if (!fault)
		fault = check_request(w, way, e);
	if (fault)
		return fault;
	w->traits = e[0] & VTD_SCONTEXT_0_DTE ? VTD_TRAIT_ATS : 0;
	trace(v, CONTEXT, w->word0, e[0], e[1]);
	identify(w, e, way);
	way->next = (e[0] & VTD_SCONTEXT_0_PASIDDIRPTR) + (way->pasid >> 6) * 8;
	return VTD_FAULT_NONE;
}

/* 9.5 */
static enum vtd_fault read_directory(struct vtd *v, struct dma_walk *w,
				     struct way *way)
{
	struct dma_place at = { way->next, DMA_STEP_DIRECTORY, 1 };
	uint64_t e;

	if (dma_read_entry(v, w, at, &e))
		return VTD_FAULT_SPD_1;
	w->fpd |= (e & VTD_PDE_FPD) != 0;
	if (!(e & VTD_PDE_P))
		return VTD_FAULT_SPD_2;
	if (e & (VTD_PDE_RSVD | v->beyond_haw))
		return VTD_FAULT_SPD_3;
	way->next = (e & VTD_PDE_SMPTBLPTR) +
		    (way->pasid & 63) * (uint64_t)PASID_WORDS * 8;
	return VTD_FAULT_NONE;
}

static bool has_first(unsigned int pgtt)
{
	return pgtt == VTD_PGTT_FIRST || pgtt == VTD_PGTT_NESTED;
}

static bool has_second(unsigned int pgtt)
{
	return pgtt == VTD_PGTT_SECOND || pgtt == VTD_PGTT_NESTED;
}

/* SPT.4.2 */
static bool type_supported(const struct vtd *v, unsigned int pgtt)
{
	static const uint64_t needs[8] = {
		[VTD_PGTT_FIRST] = VTD_ECAP_FSTS,
		[VTD_PGTT_SECOND] = VTD_ECAP_SSTS,
		[VTD_PGTT_NESTED] = VTD_ECAP_NEST,
		[VTD_PGTT_PASS_THROUGH] = VTD_ECAP_PT,
	};

	return can(v, needs[pgtt]);
}

/* SPT.4.3. Unlike AW, FSPM is not said to be ignored for any PGTT. */
static bool paging_mode_supported(const struct vtd *v, unsigned int fspm)
{
	return !fspm || (fspm == 1 && v->config.cap & VTD_CAP_FS5LP);
}

static unsigned int second_width(const struct vtd *v, const uint64_t *e)
{
	return dma_context_width(v, (unsigned int)VTD_GET(VTD_PTE_0_AW, e[0]));
}

/* SPT.4.1, SPT.4.4: only if there is a second stage. */
static bool second_stage_supported(const struct vtd *v, const uint64_t *e,
				   unsigned int pgtt)
{
	if (!has_second(pgtt))
		return true;
	if (!dma_context_aw(v, (unsigned int)VTD_GET(VTD_PTE_0_AW, e[0])))
		return false;
	return !has_first(pgtt) ||
	       !((e[2] & VTD_PTE_2_FSPTPTR) >> second_width(v, e));
}

/* 9.6, in the order: present, reserved, supported. */
static enum vtd_fault check_pasid(const struct vtd *v, const uint64_t *e)
{
	unsigned int pgtt = VTD_GET(VTD_PTE_0_PGTT, e[0]);

	if (!(e[0] & VTD_PTE_0_P))
		return VTD_FAULT_SPT_2;
	if (reserved(e, PASID_WORDS, v->scalable.pasid, 3))
		return VTD_FAULT_SPT_3;
	if (!type_supported(v, pgtt) ||
	    !paging_mode_supported(v, VTD_GET(VTD_PTE_2_FSPM, e[2])) ||
	    !second_stage_supported(v, e, pgtt))
		return VTD_FAULT_SPT_4;
	return VTD_FAULT_NONE;
}

/* SPT.5, SPT.6. To execute is asked for only with a PASID (9.4). */
static enum vtd_fault check_rights(const struct dma_walk *w,
				   const struct way *way, const uint64_t *e)
{
	if (w->word0 & GATE_WORK0_EXEC && w->word0 & GATE_WORK0_SSIDV)
		return VTD_FAULT_SPT_5;
	if (way->priv && !(e[2] & VTD_PTE_2_SRE))
		return VTD_FAULT_SPT_6;
	return VTD_FAULT_NONE;
}

static uint8_t flag_if(uint64_t bit, enum vtd_space_flags flag)
{
	return bit ? (uint8_t)flag : 0;
}

/* WPE is for supervisors; to users it makes no difference (9.6). */
static void fill_first(struct vtd_space *s, const uint64_t *e,
		       const struct way *way)
{
	s->fs_root = e[2] & VTD_PTE_2_FSPTPTR;
	s->fs_levels = (uint8_t)VTD_FS_LEVELS(VTD_GET(VTD_PTE_2_FSPM, e[2]));
	s->width = (uint8_t)(VTD_PAGE_SHIFT + 9U * s->fs_levels);
	s->pasid = way->pasid;
	s->flags |= flag_if(e[2] & VTD_PTE_2_EAFE, VTD_SPACE_EAFE);
	if (way->priv)
		s->flags |= VTD_SPACE_PRIV |
			    flag_if(e[2] & VTD_PTE_2_WPE, VTD_SPACE_WPE);
}

static void fill_second(const struct vtd *v, struct vtd_space *s,
			const uint64_t *e)
{
	unsigned int aw = VTD_GET(VTD_PTE_0_AW, e[0]);

	s->ss_root = e[0] & VTD_PTE_0_SSPTPTR;
	s->ss_levels = (uint8_t)VTD_AW_LEVELS(aw);
	s->ss_width = (uint8_t)second_width(v, e);
	s->flags |= flag_if(e[0] & VTD_PTE_0_SSADE, VTD_SPACE_SSADE);
}

static void fill(struct vtd *v, struct dma_walk *w, const struct way *way,
		 const uint64_t *e)
{
	unsigned int pgtt = VTD_GET(VTD_PTE_0_PGTT, e[0]);
	struct vtd_space s = {
		.did = (uint16_t)VTD_GET(VTD_PTE_1_DID, e[1]),
		.flags = VTD_SPACE_SCALABLE,
	};

	if (has_second(pgtt))
		fill_second(v, &s, e);
	s.width = has_second(pgtt) ? s.ss_width : v->config.haw;
	if (has_first(pgtt))
		fill_first(&s, e, way);
	if (has_first(pgtt) || has_second(pgtt))
		s.flags |= flag_if(e[1] & VTD_PTE_1_PWSNP, VTD_SPACE_SNOOP);
	dma_context_fill(v, w, &s);
}

static enum vtd_fault read_pasid(struct vtd *v, struct dma_walk *w,
				 const struct way *way)
{
	struct dma_place at = { way->next, DMA_STEP_PASID, PASID_WORDS };
	uint64_t e[PASID_WORDS];
	enum vtd_fault fault;

	if (dma_read_entry(v, w, at, e))
		return VTD_FAULT_SPT_1;
	w->fpd |= (e[0] & VTD_PTE_0_FPD) != 0;
	fault = check_pasid(v, e);
	if (!fault && !way->page)
		fault = check_rights(w, way, e);
	if (fault)
		return fault;
	if (e[1] & VTD_PTE_1_PGSNP)
		w->traits |= VTD_TRAIT_PGSNP;
	trace(v, PASID, w->word0, e[0], e[2]);
	fill(v, w, way, e);
	return VTD_FAULT_NONE;
}

/* SGN.10: PSS is the width of a PASID, less one. */
static bool pasid_too_wide(const struct vtd *v, uint64_t word0)
{
	unsigned int bits = VTD_GET(VTD_ECAP_PSS, v->config.ecap) + 1U;

	return word0 & GATE_WORK0_SSIDV &&
	       VTD_GET(GATE_WORK0_SSID, word0) >> bits;
}

static enum vtd_fault to_context(struct vtd *v, struct dma_walk *w,
				 struct way *way)
{
	enum vtd_fault fault = read_root(v, w, way);

	return fault ? fault : read_context(v, w, way);
}

static enum vtd_fault go(struct vtd *v, struct dma_walk *w, struct way *way)
{
	enum vtd_fault fault = to_context(v, w, way);

	if (!fault)
		fault = read_directory(v, w, way);
	return fault ? fault : read_pasid(v, w, way);
}

VTD_COLD enum vtd_fault dma_scalable(struct vtd *v, struct dma_walk *w)
{
	struct way way = { .page = false };

	return pasid_too_wide(v, w->word0) ? VTD_FAULT_SGN_10 : go(v, w, &way);
}

enum vtd_fault dma_scalable_device(struct vtd *v, struct dma_walk *w)
{
	struct way way = { .page = false };

	return pasid_too_wide(v, w->word0) ? VTD_FAULT_SGN_10 :
					     to_context(v, w, &way);
}

/* SGN.10 is none of its faults (table 30): PDTS bounds the PASID. */
VTD_COLD enum vtd_fault dma_scalable_page(struct vtd *v, struct dma_walk *w)
{
	struct way way = { .page = true };

	return go(v, w, &way);
}
