/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "gate.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "gate_tlb.h"
#include "gen/vtd_gate.h"

_Noreturn void gate_contract(const char *what, uint64_t word)
{
	fprintf(stderr, "contract with the gate broken: %s (%#" PRIx64 ")\n",
		what, word);
	abort();
}

void gate_reset(struct gate *g, const struct native_sizes *size,
		const struct native_host *host, struct regwin *counters)
{
	memset(g, 0, sizeof(*g));
	g->size = *size;
	g->host = *host;
	g->counters = counters;
	gate_protect(g, 0, 1, 0);
	gate_protect(g, 1, 1, 0);
}

static unsigned int mode(const struct gate *g)
{
	return g->dead ? GATE_MODE_BLOCK : g->mode & GATE_MODE_MODE;
}

/* WORK0 of a MISS, INTR or REPORT, without what only that kind has. */
static uint64_t work0(const struct native_dma *dma, unsigned int kind)
{
	uint64_t w = kind | (uint64_t)dma->sid << 40;

	w |= dma->write ? GATE_WORK0_WRITE : 0;
	w |= dma->zlr ? GATE_WORK0_ZLR : 0;
	w |= dma->lock ? GATE_WORK0_LOCK : 0;
	w |= dma->translated ? GATE_WORK0_ATST : 0;
	if (!dma->pasid_valid)
		return w;
	w |= GATE_WORK0_SSIDV | (uint64_t)(dma->pasid & 0xfffff) << 20;
	w |= dma->priv ? GATE_WORK0_PRIV : 0;
	w |= dma->exec ? GATE_WORK0_EXEC : 0;
	return w;
}

static void settle_slot(struct gate *g, struct gate_slot *s, bool ok)
{
	if (!ok) {
		g->stats.blocked++;
		if (!s->dma.write && s->dma.data)
			memset(s->dma.data, 0, s->dma.len);
	}
	if (s->drained) {
		s->drained = false;
		g->draining--;
	}
	s->state = ok ? GATE_DONE : GATE_FAILED;
}

/* OKAY without memory access; a read gets zeros. */
static void complete_zero(struct gate *g, struct gate_slot *s)
{
	if (!s->dma.write && s->dma.data)
		memset(s->dma.data, 0, s->dma.len);
	settle_slot(g, s, true);
}

static void access_memory(struct gate *g, struct gate_slot *s)
{
	const struct native_host *h = &g->host;
	int err = s->dma.write ?
			  h->write(h->ctx, s->pa, s->dma.data, s->dma.len) :
			  h->read(h->ctx, s->pa, s->dma.data, s->dma.len);

	settle_slot(g, s, !err);
}

static void report(struct gate *g, const struct native_dma *dma,
		   unsigned int flaw)
{
	struct vtd_work *w;

	g->stats.reports++;
	if (g->reports == GATE_REPORTS)
		return;
	w = &g->report[g->reports++];
	w->word[0] = work0(dma, GATE_KIND_REPORT) | (uint64_t)flaw << 56;
	w->word[1] = dma->addr;
	w->word[2] = 0;
}

void gate_stalled(struct gate *g, uint64_t head)
{
	struct native_dma who = { .sid = (uint16_t)((head & GATE_WORK0_SID) >>
						    40) };

	report(g, &who, GATE_FLAW_STALL);
}

static bool in_fee(uint64_t addr)
{
	return addr >> 20 == 0xfee;
}

static bool within(const struct gate_range *range, uint64_t pa)
{
	return pa >= range->base && pa <= range->limit;
}

void gate_protect(struct gate *g, unsigned int high, uint64_t base,
		  uint64_t limit)
{
	g->protect[high] = (struct gate_range){ base, limit };
}

/* No device may reach these, whatever the tables say. */
static bool forbidden(const struct gate *g, uint64_t pa)
{
	unsigned int haw = (g->mode & GATE_MODE_HAW) >> 8;

	return in_fee(pa) || (haw < 64 && pa >> haw) ||
	       within(&g->protect[0], pa) || within(&g->protect[1], pa);
}

static void let_out(struct gate *g, struct gate_slot *s, uint64_t pa)
{
	if (forbidden(g, pa)) {
		report(g, &s->dma, GATE_FLAW_OUTPUT);
		settle_slot(g, s, false);
		return;
	}
	if (s->dma.zlr) {
		complete_zero(g, s);
		return;
	}
	s->pa = pa;
	s->granted = g->grants++;
	s->state = GATE_IN_MEM;
	if (!g->held)
		access_memory(g, s);
}

static void park(struct gate *g, struct gate_slot *s, bool intr)
{
	s->intr = intr;
	s->state = GATE_NEED_FW;
	g->parked++;
}

static bool is_interrupt(const struct native_dma *dma)
{
	return dma->write && !dma->lock && dma->len == 4 && !(dma->addr & 3);
}

/* FEEx_xxxx without PASID is no memory (VT-d 3.15). */
static void look_up_fee(struct gate *g, struct gate_slot *s)
{
	if (s->dma.zlr)
		complete_zero(g, s);
	else
		park(g, s, is_interrupt(&s->dma));
}

static bool permits(const struct gate *g, const struct native_dma *dma, bool r,
		    bool w)
{
	bool need_r = !dma->write || dma->lock;
	bool need_w = dma->write || dma->lock;

	if (dma->zlr && (g->mode & GATE_MODE_ZLR))
		r |= w;
	return (r || !need_r) && (w || !need_w);
}

static uint64_t output(uint64_t pfn, unsigned int order, uint64_t addr)
{
	uint64_t offset = order >= 52 ? UINT64_MAX :
					(UINT64_C(4096) << order) - 1;

	return (pfn & ~offset) | (addr & offset);
}

/* By key, tag and IOTLB; what they do not allow is a miss. */
static void look_up_key(struct gate *g, struct gate_slot *s)
{
	const struct gate_key *k = gate_tlb_key(g, &s->dma);
	const struct gate_tlb *t;

	regwin_count(g->counters, 3, 0);
	if (k && k->pass && !s->dma.exec) {
		g->stats.hits++;
		regwin_count(g->counters, 3, 1);
		let_out(g, s, s->dma.addr);
		return;
	}
	t = k && !s->dma.exec ? gate_tlb_find(g, k->tag, s->dma.addr) : NULL;
	if (!t || !permits(g, &s->dma, t->r, t->w)) {
		park(g, s, false);
		return;
	}
	g->stats.hits++;
	regwin_count(g->counters, 3, 1);
	let_out(g, s, output(t->pa, t->order, s->dma.addr));
}

static void look_up(struct gate *g, struct gate_slot *s)
{
	bool pass = mode(g) == GATE_MODE_PASS;

	if (mode(g) == GATE_MODE_BLOCK || (pass && s->dma.translated))
		settle_slot(g, s, false);
	else if (in_fee(s->dma.addr) && !s->dma.pasid_valid &&
		 !s->dma.translated)
		look_up_fee(g, s);
	else if (pass)
		let_out(g, s, s->dma.addr);
	else
		look_up_key(g, s);
}

static struct gate_slot *free_slot(struct gate *g)
{
	for (unsigned int i = 0; i < GATE_SLOTS; i++) {
		if (g->slot[i].state == GATE_FREE)
			return &g->slot[i];
	}
	return NULL;
}

int gate_submit(struct gate *g, const struct native_dma *dma)
{
	struct gate_slot *s = free_slot(g);

	if (!s)
		return -1;
	g->stats.requests++;
	regwin_count(g->counters, 0, 1);
	*s = (struct gate_slot){ .dma = *dma, .arrival = g->arrivals++ };
	look_up(g, s);
	return (int)(s - g->slot);
}

enum native_dma_result gate_poll(struct gate *g, unsigned int slot)
{
	struct gate_slot *s = &g->slot[slot];
	bool ok = s->state == GATE_DONE;

	if (!ok && s->state != GATE_FAILED)
		return NATIVE_DMA_PENDING;
	s->state = GATE_FREE;
	return ok ? NATIVE_DMA_OK : NATIVE_DMA_ERROR;
}

void gate_withdraw(struct gate *g, unsigned int slot)
{
	struct gate_slot *s = &g->slot[slot];

	if (s->state == GATE_NEED_FW)
		g->parked--;
	if (s->drained)
		g->draining--;
	s->drained = false;
	s->state = GATE_FREE;
}

static struct gate_slot *oldest_grant(struct gate *g)
{
	struct gate_slot *oldest = NULL;

	for (unsigned int i = 0; i < GATE_SLOTS; i++) {
		struct gate_slot *s = &g->slot[i];

		if (s->state == GATE_IN_MEM &&
		    (!oldest || s->granted < oldest->granted))
			oldest = s;
	}
	return oldest;
}

void gate_hold(struct gate *g, bool held)
{
	struct gate_slot *s;

	g->held = held;
	while (!held && (s = oldest_grant(g)))
		access_memory(g, s);
}

/* An interrupt leaves only after its source's earlier writes (design rule). */
static bool offerable(const struct gate *g, const struct gate_slot *s)
{
	if (s->state != GATE_NEED_FW)
		return false;
	for (unsigned int i = 0; s->intr && i < GATE_SLOTS; i++) {
		const struct gate_slot *o = &g->slot[i];

		if (o->dma.write && o->dma.sid == s->dma.sid &&
		    o->arrival < s->arrival && o->state >= GATE_NEED_FW &&
		    o->state <= GATE_IN_MEM)
			return false;
	}
	return true;
}

static void offer(struct gate *g, unsigned int slot, struct vtd_work *work)
{
	struct gate_slot *s = &g->slot[slot];
	uint32_t data = 0;

	s->state = GATE_AT_FW;
	g->parked--;
	g->stats.misses += !s->intr;
	g->stats.interrupts += s->intr;
	work->word[0] =
		work0(&s->dma, s->intr ? GATE_KIND_INTR : GATE_KIND_MISS) |
		(uint64_t)slot << 12;
	work->word[1] = s->dma.addr;
	work->word[2] = 0;
	if (s->intr) {
		memcpy(&data, s->dma.data, sizeof(data));
		work->word[1] |= (uint64_t)data << 32;
	}
}

static bool offer_parked(struct gate *g, struct vtd_work *work)
{
	for (unsigned int i = 0; i < GATE_SLOTS; i++) {
		unsigned int slot = (g->next_slot + i) % GATE_SLOTS;

		if (offerable(g, &g->slot[slot])) {
			g->next_slot = slot + 1;
			offer(g, slot, work);
			return true;
		}
	}
	return false;
}

static bool offer_report(struct gate *g, struct vtd_work *work)
{
	if (!g->reports)
		return false;
	*work = g->report[0];
	g->reports--;
	memmove(g->report, g->report + 1, g->reports * sizeof(*g->report));
	return true;
}

bool gate_next_work(struct gate *g, struct vtd_work *work)
{
	return (g->parked && offer_parked(g, work)) || offer_report(g, work);
}

static void look_up_again(struct gate *g, struct gate_slot *s)
{
	if (s->state == GATE_NEED_FW)
		g->parked--;
	look_up(g, s);
}

/* What waits for the page that was just filled need not ask again. */
static void merge_parked(struct gate *g)
{
	for (unsigned int i = 0; g->parked && i < GATE_SLOTS; i++) {
		struct gate_slot *s = &g->slot[i];

		if (s->state == GATE_NEED_FW && !s->intr)
			look_up_again(g, s);
	}
}

static void check_grant(const struct gate *g, const struct gate_slot *s,
			uint64_t answer, uint64_t pa)
{
	unsigned int order = (pa & GATE_ANSWER_PA_ORDER) >> 2;
	uint64_t tag = (answer & GATE_ANSWER_TAG) >> 20;

	if (s->intr)
		gate_contract("granted what is never memory access", answer);
	if (order > 52 || output(pa, order, 0) != (pa & GATE_ANSWER_PA_PFN))
		gate_contract("page not aligned to its size", pa);
	if (!permits(g, &s->dma, pa & GATE_ANSWER_PA_R, pa & GATE_ANSWER_PA_W))
		gate_contract("granted without permission", pa);
	if (tag >> g->size.tag_bits)
		gate_contract("no such tag", answer);
	if (mode(g) != GATE_MODE_TRANSLATE)
		gate_contract("granted while not translating", answer);
}

static void grant(struct gate *g, struct gate_slot *s, uint64_t answer,
		  uint64_t pa)
{
	unsigned int tag = (answer & GATE_ANSWER_TAG) >> 20;
	unsigned int order = (pa & GATE_ANSWER_PA_ORDER) >> 2;

	check_grant(g, s, answer, pa);
	if (answer & GATE_ANSWER_BIND)
		gate_tlb_bind(g, &s->dma, tag, answer & GATE_ANSWER_PASS);
	if (answer & GATE_ANSWER_INSTALL)
		gate_tlb_install(g, tag, s->dma.addr, pa);
	let_out(g, s, output(pa, order, s->dma.addr));
	if (answer & (GATE_ANSWER_INSTALL | GATE_ANSWER_BIND))
		merge_parked(g);
}

static void acknowledge(struct gate *g, struct gate_slot *s, uint64_t answer)
{
	if (!s->intr && !s->dma.zlr)
		gate_contract("memory access acknowledged", answer);
	complete_zero(g, s);
}

void gate_answer(struct gate *g, uint64_t answer, uint64_t pa)
{
	unsigned int slot = (answer & GATE_ANSWER_SLOT) >> 12;
	struct gate_slot *s = &g->slot[slot < GATE_SLOTS ? slot : 0];

	if (slot >= GATE_SLOTS || s->state != GATE_AT_FW)
		gate_contract("answer to no request", answer);
	switch (answer & GATE_ANSWER_ACTION) {
	case GATE_ACTION_GRANT:
		grant(g, s, answer, pa);
		return;
	case GATE_ACTION_BLOCK:
		settle_slot(g, s, false);
		return;
	case GATE_ACTION_RETRY:
		look_up_again(g, s);
		return;
	case GATE_ACTION_ACK:
		acknowledge(g, s, answer);
		return;
	default:
		gate_contract("no such action", answer);
	}
}

/*
 * What was granted; translated writes even before, as their device may have
 * completed an invalidation as soon as their data was here.
 */
static bool drain_counts(const struct gate_slot *s)
{
	bool posted = s->dma.translated && s->dma.write;

	return s->state == GATE_IN_MEM ||
	       (posted && (s->state == GATE_NEED_FW || s->state == GATE_AT_FW));
}

static void start_drain(struct gate *g)
{
	for (unsigned int i = 0; i < GATE_SLOTS; i++) {
		struct gate_slot *s = &g->slot[i];

		if (drain_counts(s) && !s->drained) {
			s->drained = true;
			g->draining++;
		}
	}
}

/* CCMD.FM: function bits of the source id that do not count. */
static uint16_t function_mask(uint64_t inv)
{
	static const uint16_t mask[] = { 0, 4, 6, 7 };

	return mask[(inv & GATE_INV_FM) >> 52];
}

void gate_invalidate(struct gate *g, uint64_t inv, uint64_t addr)
{
	unsigned int tag = (inv & GATE_INV_TAG) >> 20;

	if (tag >> g->size.tag_bits)
		gate_contract("no such tag", inv);
	switch (inv & GATE_INV_OP) {
	case GATE_INV_PAGE:
		gate_tlb_page(g, tag, addr);
		return;
	case GATE_INV_RETIRE:
		gate_tlb_retire(g, tag);
		return;
	case GATE_INV_RETIRE_ALL:
		gate_tlb_retire_all(g);
		return;
	case GATE_INV_KEY:
		gate_tlb_drop_keys(g, (uint16_t)((inv & GATE_INV_SID) >> 36),
				   function_mask(inv));
		return;
	case GATE_INV_KEY_ALL:
		gate_tlb_drop_keys(g, 0, 0xffff);
		return;
	case GATE_INV_SWEEP:
		gate_tlb_sweep(g);
		return;
	case GATE_INV_DRAIN:
		start_drain(g);
		return;
	default:
		gate_contract("no such invalidation", inv);
	}
}

/* Pass-through comes back only by the host's own hand (vtd_gate.def, PASS). */
void gate_mode(struct gate *g, uint64_t word, bool te_off)
{
	unsigned int wanted = word & GATE_MODE_MODE;

	if (wanted > GATE_MODE_TRANSLATE)
		gate_contract("no such mode", word);
	if (wanted == GATE_MODE_PASS && g->te_ever && !te_off)
		word &= ~GATE_MODE_MODE;
	g->te_ever |= wanted == GATE_MODE_TRANSLATE;
	g->mode = word;
	for (unsigned int i = 0; i < GATE_SLOTS; i++) {
		if (g->slot[i].state == GATE_NEED_FW)
			look_up_again(g, &g->slot[i]);
	}
}

uint64_t gate_status(struct gate *g)
{
	uint64_t status = (uint64_t)mode(g) << 16;

	if (g->sweeping && !--g->sweeping)
		gate_tlb_swept(g);
	status |= g->sweeping ? GATE_STATUS_SWEEPING : 0;
	status |= g->draining ? GATE_STATUS_DRAINING : 0;
	status |= g->dead ? GATE_STATUS_DEAD : 0;
	return status;
}

void gate_die(struct gate *g)
{
	g->dead = true;
	g->reports = 0;
	for (unsigned int i = 0; i < GATE_SLOTS; i++) {
		struct gate_slot *s = &g->slot[i];

		if (s->state == GATE_NEED_FW || s->state == GATE_AT_FW)
			settle_slot(g, s, false);
	}
	g->parked = 0;
}
