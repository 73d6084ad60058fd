/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "shoot.h"

#include <inttypes.h>
#include <string.h>

#define ADDR     UINT64_C(0x000ffffffffff000)
#define PS       UINT64_C(0x80)
#define SS_TABLE UINT64_C(3)
#define FS_TABLE UINT64_C(7)
#define FS_FLAGS UINT64_C(0x460)
#define PWSNP    (UINT64_C(1) << 23)
#define RPS_MASK UINT64_C(0xfffff)

enum { FIRST = 1, SECOND = 2, NESTED = 3, PASS = 4 };

/* Both halves of a root entry, two buses, one pair that FM 1 joins. */
const uint16_t shoot_sids[SHOOT_SIDS] = { 0x0010, 0x0014, 0x0090, 0x0310 };
/* 0 is that of requests without PASID where RPS is 0. */
const uint32_t shoot_pasids[SHOOT_PASIDS] = { 0, 2, 65 };

static const struct oracle_caps *caps_of(const struct shoot *s)
{
	return &s->unit.model->caps;
}

uint64_t shoot_load(const struct shoot *s, uint64_t addr)
{
	return s->memory[(addr - SHOOT_TABLES) / 8];
}

void shoot_store(struct shoot *s, uint64_t addr, uint64_t value)
{
	s->memory[(addr - SHOOT_TABLES) / 8] = value;
}

/* Far more pages than a history makes; the last is given out for ever. */
static uint64_t alloc(struct shoot *s)
{
	uint64_t page = s->next;

	if (page + 0x2000 <= SHOOT_TABLES + SHOOT_SIZE)
		s->next += 0x1000;
	memset(&s->memory[(page - SHOOT_TABLES) / 8], 0, 0x1000);
	return page;
}

uint64_t shoot_iova(struct shoot *s)
{
	static const uint64_t region[] = { 0x80000000, 0x140000000,
					   0x7fc0000000 };
	struct rng *r = &s->rng;

	return region[rng_below(r, 3)] + (uint64_t)rng_below(r, 2) * 0x200000 +
	       (uint64_t)rng_below(r, 3) * 0x1000;
}

static unsigned int shift(unsigned int level)
{
	return 12 + 9 * (level - 1);
}

static uint64_t slot(uint64_t table, unsigned int level, uint64_t addr)
{
	return table + (addr >> shift(level) & 511) * 8;
}

/* First-stage flags are set from the start where nothing can set them. */
static uint64_t flags(const struct shoot *s, bool first_stage)
{
	return first_stage && !caps_of(s)->smpwcs ? FS_FLAGS : 0;
}

static bool is_present(bool first_stage, uint64_t e)
{
	return first_stage ? e & 1 : e & 3;
}

static unsigned int leaf_level(struct shoot *s, bool first_stage)
{
	uint32_t r = rng_below(&s->rng, 10);
	bool huge = first_stage ? caps_of(s)->fs1gp : caps_of(s)->sslps & 2;

	if (r == 9 && huge)
		return 3;
	return r >= 7 && (first_stage || caps_of(s)->sslps & 1) ? 2 : 1;
}

static uint64_t leaf(struct shoot *s, bool first_stage, unsigned int level)
{
	uint64_t limit = UINT64_C(1) << caps_of(s)->haw;
	uint64_t to = first_stage ? shoot_iova(s) :
				    rng_u64(&s->rng) & (limit - 1);
	uint64_t e = to >> shift(level) << shift(level);

	if (level > 1)
		e |= PS;
	if (first_stage)
		return e | 1 | (rng_percent(&s->rng, 90) ? 2 : 0) |
		       (rng_percent(&s->rng, 95) ? 4 : 0) | flags(s, true);
	return e | (rng_percent(&s->rng, 90) ? 3 : 1 + rng_below(&s->rng, 2));
}

/* A leaf, nothing, other rights, or some bit wrong. */
static uint64_t new_value(struct shoot *s, bool first_stage, unsigned int level,
			  uint64_t old)
{
	uint32_t r = rng_below(&s->rng, 10);

	if (r < 8 || !is_present(first_stage, old))
		return leaf(s, first_stage, level);
	if (rng_percent(&s->rng, 50))
		return 0;
	if (r < 9)
		return old ^ (UINT64_C(1) << rng_below(&s->rng, 3));
	return old ^ (UINT64_C(1) << (51 - rng_below(&s->rng, 8)));
}

/* The way down to @leaf; what is in it is replaced, and noted in @e. */
static uint64_t make_way(struct shoot *s, const struct shoot_tree *t,
			 uint64_t addr, unsigned int leaf, struct shoot_edit *e)
{
	uint64_t table = t->top;

	for (unsigned int level = t->levels; level > leaf; level--) {
		uint64_t at = slot(table, level, addr);
		uint64_t old = shoot_load(s, at);

		if (is_present(t->first_stage, old) && !(old & PS) &&
		    (old & ADDR) < SHOOT_TABLES + SHOOT_SIZE) {
			table = old & ADDR;
			continue;
		}
		if (is_present(t->first_stage, old) && e->fresh) {
			e->fresh = false;
			e->upper = true;
			e->am = 9 * (level - 1);
		}
		table = alloc(s);
		shoot_store(s, at,
			    table | (t->first_stage ? FS_TABLE : SS_TABLE) |
				    flags(s, t->first_stage));
	}
	return slot(table, leaf, addr);
}

struct shoot_edit shoot_edit_tree(struct shoot *s, const struct shoot_tree *t)
{
	unsigned int level = leaf_level(s, t->first_stage);
	struct shoot_edit e = { .addr = shoot_iova(s), .fresh = true };
	uint64_t at = make_way(s, t, e.addr, level, &e);
	uint64_t old = shoot_load(s, at);
	uint64_t new = new_value(s, t->first_stage, level, old);

	if (is_present(t->first_stage, old) && e.fresh) {
		e.fresh = false;
		e.am = 9 * (level - 1);
		e.upper = level > 1 && (!(old & PS) || !(new &PS));
	}
	shoot_store(s, at, new);
	shoot_note(s,
		   "%s stage level %u at %#" PRIx64 ": %#" PRIx64
		   " was %#" PRIx64 "%s",
		   t->first_stage ? "first" : "second", level, e.addr, new, old,
		   e.fresh ? ", fresh" : "");
	return e;
}

/* ---- PASID entries -------------------------------------------------- */

uint64_t shoot_context_slot(const struct shoot *s, unsigned int sid)
{
	uint16_t id = shoot_sids[sid];

	return s->context[id >> 7 & 1] + (uint64_t)(id & 0x7f) * 32;
}

uint64_t shoot_pasid_slot(const struct shoot *s, unsigned int sid,
			  unsigned int pasid)
{
	uint32_t p = shoot_pasids[pasid];

	return s->pasid_table[sid][p >> 6] + (uint64_t)(p & 63) * 64;
}

static unsigned int pick_pgtt(struct shoot *s)
{
	const struct oracle_caps *c = caps_of(s);
	bool has[5] = { false, c->fsts, c->ssts, c->nest, c->pt };
	unsigned int pgtt;

	do {
		pgtt = 1 + rng_below(&s->rng, 4);
	} while (!has[pgtt]);
	return pgtt;
}

static unsigned int did_of(unsigned int pgtt, unsigned int tree)
{
	static const uint8_t base[] = { 0, SHOOT_DID_FS, SHOOT_DID_SS,
					SHOOT_DID_NESTED, SHOOT_DID_PASS };

	return base[pgtt] + (pgtt == SECOND || pgtt == NESTED ? tree : 0);
}

/* Fits the rules of 6.2.3.1: DID and PASID name one pair of trees. */
void shoot_set_pasid(struct shoot *s, unsigned int sid, unsigned int pasid)
{
	unsigned int tree = rng_below(&s->rng, SHOOT_TREES);
	unsigned int pgtt = pick_pgtt(s);
	unsigned int did = did_of(pgtt, tree);
	uint64_t at = shoot_pasid_slot(s, sid, pasid);
	uint64_t lo = (uint64_t)pgtt << 6 | 1;
	uint64_t third = 0;

	if (pgtt == SECOND || pgtt == NESTED)
		lo |= s->ss[tree].top | (s->ss[tree].levels - 2) << 2 |
		      (uint64_t)s->ssade << 9;
	if (pgtt == FIRST || pgtt == NESTED)
		third = s->fs[pasid].top | (s->fs[pasid].levels - 4) << 2;
	if (caps_of(s)->srs)
		third |= rng_below(&s->rng, 2);
	shoot_store(s, at + 8, (caps_of(s)->smpwcs ? PWSNP : 0) | did);
	shoot_store(s, at + 16, third);
	shoot_store(s, at, lo);
	shoot_note(s, "%04x PASID %u: PGTT %u, DID %u", shoot_sids[sid],
		   shoot_pasids[pasid], pgtt, did);
}

/* ---- All of it ------------------------------------------------------- */

static unsigned int ss_levels(struct shoot *s)
{
	unsigned int levels;

	do {
		levels = 3 + rng_below(&s->rng, 3);
	} while (!(caps_of(s)->sagaw >> (levels - 2) & 1));
	return levels;
}

/* Guest memory has the tables where the host has them. */
static void build_second(struct shoot *s, struct shoot_tree *t)
{
	struct shoot_edit unused = { .fresh = true };

	*t = (struct shoot_tree){ .top = alloc(s), .levels = ss_levels(s) };
	for (uint64_t a = SHOOT_TABLES; a < SHOOT_TABLES + SHOOT_SIZE;
	     a += 0x1000)
		shoot_store(s, make_way(s, t, a, 1, &unused), a | SS_TABLE);
}

static void build_source(struct shoot *s, unsigned int sid)
{
	uint16_t id = shoot_sids[sid];
	uint64_t directory = alloc(s);
	uint64_t at = shoot_context_slot(s, sid);
	unsigned int half = id >> 7 & 1;

	for (unsigned int i = 0; i < 2; i++) {
		s->pasid_table[sid][i] = alloc(s);
		shoot_store(s, directory + 8 * i, s->pasid_table[sid][i] | 1);
	}
	shoot_store(s, s->root[1] + (id >> 8) * 16u + half * 8,
		    s->context[half] | 1);
	shoot_store(s, at, directory | (caps_of(s)->pasid ? 8 : 0) | 1);
	shoot_store(s, at + 8, caps_of(s)->rps ? shoot_pasids[sid % 2] : 0);
	for (unsigned int p = 0; p < SHOOT_PASIDS; p++)
		shoot_set_pasid(s, sid, p);
}

/* All sources in one domain of each tree, for the time of legacy mode. */
static void build_legacy(struct shoot *s)
{
	uint64_t table = alloc(s);

	for (unsigned int i = 0; i < SHOOT_SIDS; i++) {
		const struct shoot_tree *t = &s->ss[i % SHOOT_TREES];
		uint16_t id = shoot_sids[i];

		shoot_store(s, s->root[0] + (id >> 8) * 16u, table | 1);
		shoot_store(s, table + (id & 0xff) * 16u, t->top | 1);
		shoot_store(s, table + (id & 0xff) * 16u + 8,
			    (uint64_t)(SHOOT_DID_SS + i % SHOOT_TREES) << 8 |
				    (t->levels - 2));
	}
}

bool shoot_build(struct shoot *s)
{
	const struct oracle_caps *c = caps_of(s);

	memset(s->memory, 0, sizeof(s->memory));
	s->next = SHOOT_TABLES;
	s->ssade = c->ssads && rng_percent(&s->rng, 50);
	for (unsigned int i = 0; i < 2; i++) {
		s->root[i] = alloc(s);
		s->context[i] = alloc(s);
	}
	for (unsigned int i = 0; i < SHOOT_TREES; i++)
		build_second(s, &s->ss[i]);
	for (unsigned int i = 0; i < SHOOT_PASIDS; i++)
		s->fs[i] = (struct shoot_tree){
			.top = alloc(s),
			.levels = 4 + (c->fs5lp && rng_percent(&s->rng, 40)),
			.first_stage = true,
		};
	for (unsigned int i = 0; i < SHOOT_SIDS; i++)
		build_source(s, i);
	build_legacy(s);
	for (unsigned int i = 0; i < 160; i++) {
		shoot_edit_tree(s, &s->ss[i % SHOOT_TREES]);
		shoot_edit_tree(s, &s->fs[i % SHOOT_PASIDS]);
	}
	return s->next + 0x20000 < SHOOT_TABLES + SHOOT_SIZE;
}
