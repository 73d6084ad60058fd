/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "gate_tlb.h"

#include "gen/vtd_gate.h"

/* Mailbox polls that a sweep takes; more than one, so that it is waited for. */
#define SWEEP_POLLS 2U

static uint64_t key_of(const struct native_dma *dma)
{
	uint64_t key = (uint64_t)dma->sid << 24 | dma->translated << 2;

	if (dma->pasid_valid)
		key |= (uint64_t)(dma->pasid & 0xfffff) << 4 | dma->priv << 1 |
		       1;
	return key;
}

static struct gate_key *key_set(struct gate *g, uint64_t key)
{
	uint64_t hash = key * UINT64_C(0x9e3779b97f4a7c15) >> 40;

	return g->key +
	       (hash & (g->size.keys / GATE_KEY_WAYS - 1)) * GATE_KEY_WAYS;
}

static struct gate_key *find_key(struct gate *g, uint64_t key)
{
	struct gate_key *set = key_set(g, key);

	for (unsigned int i = 0; i < GATE_KEY_WAYS; i++) {
		if (set[i].valid && set[i].key == key)
			return &set[i];
	}
	return NULL;
}

const struct gate_key *gate_tlb_key(const struct gate *g,
				    const struct native_dma *dma)
{
	const struct gate_key *k = find_key((struct gate *)g, key_of(dma));

	return k && g->tag[k->tag] == GATE_TAG_LIVE ? k : NULL;
}

static struct gate_key *victim_key(struct gate *g, uint64_t key)
{
	struct gate_key *set = key_set(g, key);

	for (unsigned int i = 0; i < GATE_KEY_WAYS; i++) {
		if (!set[i].valid)
			return &set[i];
	}
	return &set[g->next_key++ % GATE_KEY_WAYS];
}

void gate_tlb_bind(struct gate *g, const struct native_dma *dma,
		   unsigned int tag, bool pass)
{
	uint64_t key = key_of(dma);
	struct gate_key *k = find_key(g, key);

	if (g->tag[tag] == GATE_TAG_RETIRED || g->tag[tag] == GATE_TAG_SWEPT)
		gate_contract("tag given out again before it was swept", tag);
	g->tag[tag] = GATE_TAG_LIVE;
	if (!k)
		k = victim_key(g, key);
	*k = (struct gate_key){
		.key = key, .tag = (uint16_t)tag, .valid = true, .pass = pass
	};
}

static bool overlap(uint64_t a, uint64_t b, unsigned int order)
{
	return order >= 52 || !((a ^ b) >> order);
}

static struct gate_tlb *set_of(struct gate *g, unsigned int tag, uint64_t pfn)
{
	return g->tlb + ((pfn ^ tag) & (g->size.sets - 1)) * g->size.ways;
}

static struct gate_tlb *match(struct gate_tlb *t, unsigned int count,
			      unsigned int tag, uint64_t pfn)
{
	for (unsigned int i = 0; i < count; i++) {
		if (t[i].valid && t[i].tag == tag &&
		    overlap(t[i].pfn, pfn, t[i].order))
			return &t[i];
	}
	return NULL;
}

static struct gate_tlb *find(struct gate *g, unsigned int tag, uint64_t pfn)
{
	struct gate_tlb *t = match(set_of(g, tag, pfn), g->size.ways, tag, pfn);

	return t ? t : match(g->big, g->size.big, tag, pfn);
}

const struct gate_tlb *gate_tlb_find(const struct gate *g, unsigned int tag,
				     uint64_t addr)
{
	if (g->tag[tag] != GATE_TAG_LIVE)
		return NULL;
	return find((struct gate *)g, tag, addr >> 12);
}

static struct gate_tlb *invalid(struct gate_tlb *t, unsigned int count)
{
	for (unsigned int i = 0; i < count; i++) {
		if (!t[i].valid)
			return &t[i];
	}
	return NULL;
}

static struct gate_tlb *victim(struct gate *g, unsigned int tag, uint64_t pfn,
			       unsigned int order)
{
	struct gate_tlb *set = order ? g->big : set_of(g, tag, pfn);
	unsigned int count = order ? g->size.big : g->size.ways;
	unsigned int *next = order ? &g->next_big : &g->next_way;
	struct gate_tlb *t = match(set, count, tag, pfn);

	if (!t)
		t = invalid(set, count);
	return t ? t : &set[(*next)++ % count];
}

static unsigned int order_of(uint64_t pa)
{
	return (unsigned int)((pa & GATE_ANSWER_PA_ORDER) >> 2);
}

void gate_tlb_install(struct gate *g, unsigned int tag, uint64_t addr,
		      uint64_t pa)
{
	unsigned int order = order_of(pa);
	uint64_t pfn = addr >> 12;

	if (g->tag[tag] != GATE_TAG_LIVE)
		gate_contract("translation installed under a dead tag", tag);
	*victim(g, tag, pfn, order) = (struct gate_tlb){
		.pfn = pfn,
		.pa = pa & GATE_ANSWER_PA_PFN,
		.tag = (uint16_t)tag,
		.order = (uint8_t)order,
		.valid = true,
		.r = pa & GATE_ANSWER_PA_R,
		.w = pa & GATE_ANSWER_PA_W,
	};
}

static void drop_range(struct gate_tlb *t, unsigned int count, unsigned int tag,
		       uint64_t pfn, unsigned int am)
{
	for (unsigned int i = 0; i < count; i++) {
		unsigned int order = t[i].order > am ? t[i].order : am;

		if (t[i].tag == tag && overlap(t[i].pfn, pfn, order))
			t[i].valid = false;
	}
}

void gate_tlb_page(struct gate *g, unsigned int tag, uint64_t addr)
{
	unsigned int am = addr & GATE_INV_ADDR_AM;
	uint64_t pfn = addr >> 12;

	if (am)
		drop_range(g->tlb, g->size.sets * g->size.ways, tag, pfn, am);
	else
		drop_range(set_of(g, tag, pfn), g->size.ways, tag, pfn, 0);
	drop_range(g->big, g->size.big, tag, pfn, am);
}

void gate_tlb_retire(struct gate *g, unsigned int tag)
{
	if (g->tag[tag] == GATE_TAG_LIVE)
		g->tag[tag] = GATE_TAG_RETIRED;
}

void gate_tlb_retire_all(struct gate *g)
{
	for (unsigned int tag = 0; tag < 1U << g->size.tag_bits; tag++)
		gate_tlb_retire(g, tag);
}

void gate_tlb_drop_keys(struct gate *g, uint16_t sid, uint16_t mask)
{
	for (unsigned int i = 0; i < g->size.keys; i++) {
		uint16_t other = (uint16_t)(g->key[i].key >> 24);

		if (!((sid ^ other) & ~mask))
			g->key[i].valid = false;
	}
}

static bool dead(const struct gate *g, unsigned int tag)
{
	return g->tag[tag] != GATE_TAG_LIVE;
}

void gate_tlb_sweep(struct gate *g)
{
	for (unsigned int tag = 0; tag < 1U << g->size.tag_bits; tag++) {
		if (g->tag[tag] == GATE_TAG_RETIRED)
			g->tag[tag] = GATE_TAG_SWEPT;
	}
	for (unsigned int i = 0; i < g->size.keys; i++)
		g->key[i].valid &= !dead(g, g->key[i].tag);
	for (unsigned int i = 0; i < g->size.sets * g->size.ways; i++)
		g->tlb[i].valid &= !dead(g, g->tlb[i].tag);
	for (unsigned int i = 0; i < g->size.big; i++)
		g->big[i].valid &= !dead(g, g->big[i].tag);
	g->sweeping = SWEEP_POLLS;
}

void gate_tlb_swept(struct gate *g)
{
	for (unsigned int tag = 0; tag < 1U << g->size.tag_bits; tag++) {
		if (g->tag[tag] == GATE_TAG_SWEPT)
			g->tag[tag] = GATE_TAG_CLEAN;
	}
}
