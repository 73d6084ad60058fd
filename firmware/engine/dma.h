/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */
/*
 * Between the files that translate: dma_miss.c asks dma_context.c and
 * dma_walk.c, which keep what they learn in dma_cache.c and dma_tag.c.
 */
#ifndef DMA_H
#define DMA_H

#include "gen/vtd_faults.h"
#include "gen/vtd_gate.h"
#include "vtd.h"

/* ---- A request and how far it got -------------------------------------- */

/* An entry that was read; flt_record.c traces them when the walk faults. */
struct dma_step {
	uint64_t addr;
	uint64_t value;
	uint64_t level; /* paging level, or DMA_STEP_*; */
};

#define DMA_STEP_CONTEXT   6U
#define DMA_STEP_ROOT      7U
#define DMA_STEP_DIRECTORY 8U
#define DMA_STEP_PASID     9U
#define DMA_STEP_FAILED    0x200U  /* could not be read */
#define DMA_STEP_FIRST     0x400U  /* of the first stage */
#define DMA_STEP_WORD      0x1000U /* times the number of the 64-bit word */

/*
 * The tables above take 14 in scalable mode, five levels of a first stage 5;
 * nested, a walk of the second stage is kept only where it failed. Others are
 * for entries that were read again.
 */
#define DMA_STEPS 32U

enum dma_kind {
	DMA_ACCESS,
	/*
	 * Of a device TLB: one that the tables deny something is not at fault,
	 * it is told what they permit. Only for accesses to the page itself:
	 * those to tables have to be permitted.
	 */
	DMA_TRANSLATION,
};

struct dma_walk {
	uint64_t word0; /* WORK0 of the request */
	uint64_t addr;
	uint64_t need; /* VTD_SS_R and VTD_SS_W as the request asks for */
	struct vtd_context *context;
	struct vtd_tag *tag; /* NULL while no tag is free */
	uint64_t pa;         /* ANSWER_PA when there was no fault */
	unsigned int steps;
	bool fresh; /* take nothing from caches */
	bool known; /* something was taken from caches */
	bool fpd;
	bool snp;       /* SNP of the second stage's leaf */
	uint8_t kind;   /* enum dma_kind */
	uint8_t traits; /* enum vtd_traits, as far as they are known */
	struct dma_step step[DMA_STEPS];
};

static inline void dma_note(struct dma_walk *w, uint64_t addr, uint64_t value,
			    uint64_t level)
{
	if (w->steps < DMA_STEPS)
		w->step[w->steps++] = (struct dma_step){ addr, value, level };
}

/* By field: clearing steps that nobody reads would cost more than a walk. */
static inline void dma_begin(struct dma_walk *w, uint64_t word0, uint64_t addr)
{
	w->word0 = word0;
	w->addr = addr;
	w->tag = NULL;
	w->steps = 0;
	w->fresh = false;
	w->known = false;
	w->fpd = false;
	w->snp = false;
	w->kind = DMA_ACCESS;
	w->traits = 0;
}

/* ---- dma_miss.c --------------------------------------------------------- */

/* Answers one MISS: GRANT, or BLOCK and a fault. */
void dma_miss(struct vtd *v, const struct vtd_work *work);

/*
 * The gate refused an access by itself (REPORT). Records the fault that VT-d
 * has for it, if any.
 */
void dma_report(struct vtd *v, const struct vtd_work *work);

/*
 * Translates @w->addr for @w->need, from caches or from tables: ANSWER_PA in
 * @w->pa, the space in @w->context. A fault is always one of the tables as they
 * are now. A translation request without PASID in the interrupt range ends when
 * its context is found, with 0 in @w->pa (S.1, S.2 of 7.1.3).
 */
VTD_MUST_CHECK enum vtd_fault dma_translate(struct vtd *v, struct dma_walk *w);

/*
 * What RTADDR.TTM says of a request before any table is read (11.4.5).
 */
VTD_MUST_CHECK enum vtd_fault dma_check_mode(const struct vtd *v,
					     const struct dma_walk *w);

/* ---- dma_translated.c --------------------------------------------------- */

/*
 * Whether a translated request (ATST) may be made (4.2.5): ANSWER_PA of its
 * page in @w->pa; in @w->tag one that its key can be bound to with PASS.
 */
VTD_MUST_CHECK enum vtd_fault dma_translated(struct vtd *v, struct dma_walk *w);

/* ---- dma_context.c, dma_scalable.c -------------------------------------- */

/* An entry to be read in one burst. */
struct dma_place {
	uint64_t addr;
	uint32_t what;  /* DMA_STEP_* */
	uint32_t words; /* 1, 2, 4 or 8 */
};

/*
 * Reads @entry into @out and notes it; words from the third on only if they are
 * not 0. Returns what port_host_read() does.
 */
VTD_MUST_CHECK int dma_read_entry(struct vtd *v, struct dma_walk *w,
				  struct dma_place entry, uint64_t *out);

/* Whether CAP.SAGAW has the width of AW, and what MGAW leaves of that width. */
bool dma_context_aw(const struct vtd *v, unsigned int aw);
unsigned int dma_context_width(const struct vtd *v, unsigned int aw);

/* Keeps @space as the context of @w, with FPD and traits seen so far. */
void dma_context_fill(struct vtd *v, struct dma_walk *w,
		      const struct vtd_space *space);

/* Computes the reserved bits of scalable mode from the configuration. */
void dma_scalable_init(struct vtd *v);

/*
 * Scalable mode: from the root table to the PASID entry, all read anew; the
 * README has the order of checks. Fills @w->context.
 */
VTD_MUST_CHECK enum vtd_fault dma_scalable(struct vtd *v, struct dma_walk *w);

/*
 * The same for a page request (7.4.1): what it may not do, but no rights. Puts
 * its space into @w->context, which the caller brings and nobody keeps.
 */
VTD_MUST_CHECK enum vtd_fault dma_scalable_page(struct vtd *v,
						struct dma_walk *w);

/*
 * Reads root, context and PASID entries of @w->word0 into @w->context, of which
 * the caller says where it is. RTADDR.TTM is legacy or scalable, and the former
 * has no requests with PASID.
 */
VTD_MUST_CHECK enum vtd_fault dma_context_read(struct vtd *v,
					       struct dma_walk *w);

/*
 * Root and context entry of scalable mode alone, and the same of legacy mode,
 * read anew; legacy mode fills @w->context.
 */
VTD_MUST_CHECK enum vtd_fault dma_scalable_device(struct vtd *v,
						  struct dma_walk *w);
VTD_MUST_CHECK enum vtd_fault dma_context_legacy(struct vtd *v,
						 struct dma_walk *w);

/*
 * Finds the source's context: from the cache unless @w->fresh, else from the
 * tables; leaves it in @w->context, its tag in @w->tag.
 */
VTD_MUST_CHECK enum vtd_fault dma_context(struct vtd *v, struct dma_walk *w);

/* ---- dma_walk.c --------------------------------------------------------- */

/* Computes the reserved bits of each level from the configuration. */
void dma_walk_init(struct vtd *v);

/* Walks the second stage of @w->context and leaves ANSWER_PA in @w->pa. */
VTD_MUST_CHECK enum vtd_fault dma_walk(struct vtd *v, struct dma_walk *w);

/* ---- dma_cache.c -------------------------------------------------------- */

void dma_cache_init(struct vtd *v);

/*
 * Who asks, as WORK0 has it: the key of a context. PRIV means nothing without
 * a PASID; both values then lead to entries of the same space.
 */
#define DMA_KEY                                                                \
	(GATE_WORK0_SID | GATE_WORK0_SSID | GATE_WORK0_SSIDV | GATE_WORK0_PRIV)

/*
 * The entry where the context of @key (DMA_KEY) is, or would be kept: one for
 * both values of PRIV.
 */
static inline struct vtd_context *dma_cache_context(struct vtd *v, uint64_t key)
{
	uint64_t i = key >> 40 ^ key >> 48 ^ key >> 20;

	return &v->cache.context[i & (VTD_CONTEXTS - 1)];
}

_Static_assert(GATE_WORK0_SID == VTD_MASK(55, 40) &&
		       GATE_WORK0_SSID == VTD_MASK(39, 20),
	       "what the index is made of");

/* Whether @c is a valid entry of @key. */
static inline bool dma_cache_holds(const struct vtd *v,
				   const struct vtd_context *c, uint64_t key)
{
	return c->epoch == v->epoch && c->key == key;
}

/* Forgets every context; O(1). */
void dma_cache_drop_contexts(struct vtd *v);

/* Forgets what is known of @sid without PASID: in legacy mode, its context. */
void dma_cache_drop_context(struct vtd *v, uint16_t sid);

/*
 * The entry where the leaf table for @addr is, or would be kept; @tables as in
 * struct vtd_tag.
 */
static inline struct vtd_table *dma_cache_leaf(struct vtd *v, uint64_t tables,
					       uint64_t addr)
{
	uint64_t i = (addr >> VTD_SS_SHIFT(2)) + (tables << 3);

	return &v->cache.leaf[i & (VTD_LEAF_TABLES - 1)];
}

/* The same for the table of @level, 2 to 4. */
struct vtd_table *dma_cache_upper(struct vtd *v, unsigned int level,
				  uint64_t tables, uint64_t addr);

/*
 * The lowest table known for @addr in @tables: its level, the entry in @found;
 * 0 when none is known.
 */
unsigned int dma_cache_find(struct vtd *v, uint64_t tables, uint64_t addr,
			    const struct vtd_table **found);

/* Remembers @table (address | permissions above) of @level for @addr. */
void dma_cache_fill(struct vtd *v, uint64_t tables, unsigned int level,
		    uint64_t addr, uint64_t table);

/* ---- dma_tag.c ---------------------------------------------------------- */

void dma_tag_init(struct vtd *v);

/*
 * The tag of @space, given out now if it has none; NULL when none is free. Then
 * room is being made: ask again later.
 */
struct vtd_tag *dma_tag_of(struct vtd *v, const struct vtd_space *space);

static inline uint64_t dma_tag_number(const struct vtd *v,
				      const struct vtd_tag *tag)
{
	return (uint64_t)(tag - v->tags.tag);
}

/* Ends every tag, or those of one domain, in gate and caches. */
void dma_tag_retire_all(struct vtd *v);
void dma_tag_retire_domain(struct vtd *v, uint16_t did);

/*
 * Ends what requests with @pasid in @did may use: tags whose first stage is
 * that PASID's, and those of @did without a first stage, which know no PASID.
 */
void dma_tag_retire_pasid(struct vtd *v, uint16_t did, uint32_t pasid);

/*
 * Drops pages of the second stage of @did from the gate, 2^@am pages around
 * @addr; with @tables also what the paging-structure cache knows. Tags with a
 * first stage end: what they map there may lie anywhere.
 */
void dma_tag_drop_pages(struct vtd *v, uint16_t did, uint64_t addr,
			unsigned int am, bool tables);

/* The same for pages of the first stage of @did and @pasid; no tag ends. */
void dma_tag_drop_pasid_pages(struct vtd *v, uint16_t did, uint32_t pasid,
			      uint64_t addr, unsigned int am, bool tables);

/* One poll of the running sweep; dead tags become free at its end. */
void dma_tag_sweep_step(struct vtd *v);

#endif
