/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "dma.h"

#include "ats.h"
#include "flt.h"
#include "gen/vtd_gate.h"
#include "gen/vtd_regs.h"
#include "notify.h"
#include "trace.h"

/* Requests that the short way does not know about. */
#define UNUSUAL (GATE_WORK0_ZLR | GATE_WORK0_EXEC | GATE_WORK0_ATST)

static inline uint64_t permissions_needed(uint64_t word0)
{
	if (word0 & GATE_WORK0_LOCK)
		return VTD_SS_RW;
	return word0 & GATE_WORK0_WRITE ? VTD_SS_W : VTD_SS_R;
}

static inline uint64_t answer(uint64_t word0, unsigned int action)
{
	return VTD_PUT(GATE_ANSWER_ACTION, action) | (word0 & GATE_WORK0_SLOT);
}

_Static_assert(GATE_WORK0_SLOT == GATE_ANSWER_SLOT, "SLOT is copied as it is");
_Static_assert(GATE_ANSWER_PA_R == VTD_SS_R && GATE_ANSWER_PA_W == VTD_SS_W,
	       "permissions are copied as they are");

static inline uint64_t has(uint64_t entry, uint64_t bits)
{
	return (entry & bits) == bits;
}

/* What a leaf must be, loaded before it is waited for. */
struct leaf {
	uint64_t above; /* the table, with what the levels above it permit */
	uint64_t read;
	uint64_t write;
	uint64_t clear;
};

static inline uint64_t permissions_of(const struct leaf *leaf, uint64_t entry)
{
	_Static_assert(VTD_SS_R == 1 && VTD_SS_W == 2, "truth values");
	return (has(entry, leaf->read) | has(entry, leaf->write) << 1) &
	       leaf->above;
}

/*
 * The short way: the source's context and the leaf table are known, and the
 * leaf allows everything that is asked, by the template of the tag. Any doubt
 * goes the long way, which alone decides about faults, sets accessed and dirty
 * bits, and counts look-ups of caches. Addresses that are too wide, or not
 * canonical, have no table that is known.
 */
VTD_HOT static bool miss_short(struct vtd *v, uint64_t word0, uint64_t addr)
{
	uint64_t key = word0 & DMA_KEY;
	const struct vtd_context *c = dma_cache_context(v, key);
	uint64_t number = c->tag;
	const struct vtd_tag *tag = &v->tags.tag[number];
	const struct vtd_table *t;
	struct leaf leaf;
	uint64_t entry;
	uint64_t allowed;

	if (!dma_cache_holds(v, c, key) || tag->serial != c->serial ||
	    word0 & UNUSUAL || VTD_IN_INTERRUPT_RANGE(addr) || v->counted)
		return false;
	t = dma_cache_leaf(v, tag->tables, addr);
	if (t->tables != tag->tables || t->region != addr >> VTD_SS_SHIFT(2))
		return false;
	leaf = (struct leaf){ t->table, tag->read, tag->write, tag->clear };
	if (!leaf.read ||
	    port_host_read(v->port,
			   (leaf.above & VTD_SS_ADDR) | (addr >> 9 & 0xff8), 1,
			   &entry))
		return false;
	allowed = permissions_of(&leaf, entry);
	if (permissions_needed(word0) & ~allowed || entry & leaf.clear ||
	    VTD_IN_INTERRUPT_RANGE(entry & VTD_SS_ADDR))
		return false;
	entry = (entry & VTD_SS_ADDR) | allowed;
	port_answer(v->port,
		    answer(word0, GATE_ACTION_GRANT) | GATE_ANSWER_INSTALL |
			    GATE_ANSWER_BIND | VTD_PUT(GATE_ANSWER_TAG, number),
		    entry);
	trace(v, GRANT, word0, addr, entry);
	return true;
}

/* 3.15: without PASID, FEEx_xxxx is no memory, remapped or not. */
static bool in_interrupt_range(const struct dma_walk *w)
{
	return VTD_IN_INTERRUPT_RANGE(w->addr) &&
	       !(w->word0 & (GATE_WORK0_SSIDV | GATE_WORK0_ATST));
}

enum vtd_fault dma_check_mode(const struct vtd *v, const struct dma_walk *w)
{
	uint64_t ecap = v->config.ecap;

	switch (v->ttm) {
	case VTD_TTM_LEGACY:
		return w->word0 & GATE_WORK0_SSIDV ? VTD_FAULT_RTA_2 :
						     VTD_FAULT_NONE;
	case VTD_TTM_SCALABLE:
		return ecap & VTD_ECAP_SMTS ? VTD_FAULT_NONE : VTD_FAULT_RTA_1;
	case VTD_TTM_ABORT:
		return ecap & VTD_ECAP_ADMS ? VTD_FAULT_RTA_4 : VTD_FAULT_RTA_1;
	default:
		return VTD_FAULT_RTA_1;
	}
}

/*
 * With a PASID the interrupt range is an address like any other, and may not
 * come out again; without one, nothing gets here that goes there (3.15).
 */
static enum vtd_fault pass_through(struct dma_walk *w)
{
	const struct vtd_space *space = &w->context->space;

	if (w->addr >> space->width)
		return space->flags & VTD_SPACE_SCALABLE ? VTD_FAULT_SGN_4 :
							   VTD_FAULT_LGN_1;
	if (VTD_IN_INTERRUPT_RANGE(w->addr))
		return VTD_FAULT_SGN_8;
	w->pa = (w->addr & VTD_PAGE_MASK) | VTD_SS_RW;
	return VTD_FAULT_NONE;
}

VTD_WARM static enum vtd_fault translate(struct vtd *v, struct dma_walk *w)
{
	enum vtd_fault fault = dma_check_mode(v, w);

	if (fault)
		return fault;
	fault = dma_context(v, w);
	if (fault)
		return fault;
	if (w->kind && in_interrupt_range(w)) {
		w->pa = 0;
		return VTD_FAULT_NONE;
	}
	return vtd_space_passes(&w->context->space) ? pass_through(w) :
						      dma_walk(v, w);
}

/*
 * A fault is reported only from tables as they are now: what caches had a part
 * in is tried once more without them. So a stale cache never blocks anyone, and
 * the record comes with the whole walk.
 */
VTD_WARM enum vtd_fault dma_translate(struct vtd *v, struct dma_walk *w)
{
	enum vtd_fault fault = translate(v, w);

	if (!fault || !w->known)
		return fault;
	w->fresh = true;
	w->fpd = false;
	w->steps = 0;
	return translate(v, w);
}

/*
 * A shadow client translates by itself: its addresses are host addresses, which
 * the gate checks on their way out.
 */
VTD_COLD static void pass_client(struct vtd *v, struct dma_walk *w)
{
	w->context = &v->notify.pass;
	w->tag = dma_tag_of(v, &w->context->space);
	w->pa = (w->addr & VTD_PAGE_MASK) | VTD_SS_RW;
}

/* Requests of clients are not what they seem (notify.h). */
VTD_WARM static enum vtd_fault judge(struct vtd *v, struct dma_walk *w)
{
	switch (v->clients ? notify_verdict(v, w->word0) : NOTIFY_ORDINARY) {
	case NOTIFY_PASSES:
		pass_client(v, w);
		return VTD_FAULT_NONE;
	case NOTIFY_BLOCKED:
		return v->ttm == VTD_TTM_SCALABLE ? VTD_FAULT_SCT_5 :
						    VTD_FAULT_LCT_5;
	default:
		return w->word0 & GATE_WORK0_ATST ? dma_translated(v, w) :
						    dma_translate(v, w);
	}
}

static uint64_t grant(const struct vtd *v, const struct dma_walk *w)
{
	uint64_t word = answer(w->word0, GATE_ACTION_GRANT);

	if (!w->tag)
		return word;
	word |= GATE_ANSWER_BIND |
		VTD_PUT(GATE_ANSWER_TAG, dma_tag_number(v, w->tag));
	return word | (vtd_space_passes(&w->tag->space) ? GATE_ANSWER_PASS :
							  GATE_ANSWER_INSTALL);
}

/*
 * A zero-length read is granted for itself alone: the gate still checks where
 * it goes, but what it needs is less than what others do.
 */
static void allow(struct vtd *v, const struct dma_walk *w)
{
	if (w->word0 & GATE_WORK0_ZLR)
		port_answer(v->port, answer(w->word0, GATE_ACTION_GRANT),
			    w->pa | VTD_SS_RW);
	else
		port_answer(v->port, grant(v, w), w->pa);
	trace(v, GRANT, w->word0, w->addr, w->pa);
}

static void block(struct vtd *v, const struct dma_walk *w, enum vtd_fault fault)
{
	port_answer(v->port, answer(w->word0, GATE_ACTION_BLOCK), 0);
	flt_report(v, w, fault);
}

static void begin(struct dma_walk *w, const struct vtd_work *work)
{
	dma_begin(w, work->word[0], work->word[1]);
	w->need = permissions_needed(w->word0);
}

/* The source's TLB may hold what was to be forgotten. */
static bool owes(const struct vtd *v, const struct dma_walk *w)
{
	return w->word0 & GATE_WORK0_ATST &&
	       ats_block_holds(v, (uint16_t)VTD_GET(GATE_WORK0_SID, w->word0));
}

VTD_WARM static void miss_long(struct vtd *v, const struct vtd_work *work)
{
	struct dma_walk w;
	enum vtd_fault fault;

	begin(&w, work);
	if (in_interrupt_range(&w)) {
		block(v, &w, VTD_FAULT_IRQ_29);
		return;
	}
	/*
	 * Only the interrupt range misses in pass-through, and translated
	 * requests: blocked unread.
	 */
	if (!v->te || owes(v, &w)) {
		port_answer(v->port, answer(w.word0, GATE_ACTION_BLOCK), 0);
		trace(v, REPORT, w.word0, w.addr, 0);
		return;
	}
	fault = judge(v, &w);
	if (fault)
		block(v, &w, fault);
	else
		allow(v, &w);
}

VTD_HOT void dma_miss(struct vtd *v, const struct vtd_work *work)
{
	bool client = v->clients &&
		      notify_verdict(v, work->word[0]) != NOTIFY_ORDINARY;

	if (client || !miss_short(v, work->word[0], work->word[1]))
		miss_long(v, work);
}

/*
 * The gate blocks pass-through addresses beyond HAW from what it holds; VT-d
 * wants a record of them. What its other checks stop is no fault of VT-d.
 */
void dma_report(struct vtd *v, const struct vtd_work *work)
{
	struct dma_walk w;
	enum vtd_fault fault;

	begin(&w, work);
	trace(v, REPORT, w.word0, w.addr, 0);
	if (VTD_GET(GATE_WORK0_FLAW, w.word0) != GATE_FLAW_OUTPUT || !v->te)
		return;
	w.fresh = true;
	fault = judge(v, &w);
	if (fault)
		flt_report(v, &w, fault);
}
