/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "case_maker.h"

#define ENTRY_IGNORED UINT64_C(0xbff000000000077c)
#define CTX_IGNORED   UINT64_C(0x78)

uint64_t maker_bit(struct maker *m, unsigned int lo, unsigned int hi)
{
	return UINT64_C(1) << (lo + rng_below(&m->rng, hi - lo + 1));
}

uint64_t maker_root_slot(const struct maker *m)
{
	return m->page[0] + (uint64_t)(m->c->req.sid >> 8) * 16;
}

uint64_t maker_context_slot(const struct maker *m)
{
	return m->page[MAKER_CONTEXT] + (uint64_t)(m->c->req.sid & 0xff) * 16;
}

uint64_t maker_slot(const struct maker *m, unsigned int level)
{
	uint64_t index = m->c->req.addr >> maker_shift(level) & 511;

	return m->page[level] + index * 8;
}

void maker_set(struct maker *m, uint64_t addr, uint64_t bits)
{
	fuzz_case_store(m->c, addr, fuzz_case_load(m->c, addr) | bits);
}

void maker_clear(struct maker *m, uint64_t addr, uint64_t bits)
{
	fuzz_case_store(m->c, addr, fuzz_case_load(m->c, addr) & ~bits);
}

static void flip(struct maker *m, uint64_t addr, uint64_t bits)
{
	fuzz_case_store(m->c, addr, fuzz_case_load(m->c, addr) ^ bits);
}

void maker_pages(struct maker *m)
{
	for (unsigned int i = 0; i < MAKER_PAGES; i++) {
		unsigned int j;

		do {
			uint32_t n = rng_below(&m->rng, FUZZ_TABLE_PAGES);

			m->page[i] = FUZZ_TABLE_BASE + (uint64_t)n * 0x1000;
			for (j = 0; j < i && m->page[j] != m->page[i]; j++)
				;
		} while (j < i);
	}
}

unsigned int maker_levels(struct maker *m)
{
	unsigned int levels;

	do {
		levels = 3 + rng_below(&m->rng, 3);
	} while (!(m->setup->caps.sagaw >> (levels - 2) & 1));
	return levels;
}

unsigned int maker_leaf(struct maker *m)
{
	uint32_t r = rng_below(&m->rng, 10);

	if (r >= 8 && (m->setup->caps.sslps & 2))
		return 3;
	if (r >= 5 && (m->setup->caps.sslps & 1))
		return 2;
	return 1;
}

void maker_kind(struct maker *m)
{
	struct oracle_request *req = &m->c->req;

	req->sid = m->setup->sid[rng_below(&m->rng, m->setup->sids)];
	req->kind = rng_percent(&m->rng, 50) ? ORACLE_READ : ORACLE_WRITE;
	if (m->setup->wide && rng_percent(&m->rng, 10))
		req->kind = ORACLE_ATOMIC;
	if (m->setup->wide && req->kind == ORACLE_READ)
		req->zero_length = rng_percent(&m->rng, 25);
}

static void pick_request(struct maker *m)
{
	struct oracle_request *req = &m->c->req;
	uint64_t offset = (UINT64_C(1) << maker_shift(m->c->leaf)) - 1;
	uint64_t inside = (UINT64_C(1) << m->width) - 1;

	maker_kind(m);
	do {
		req->addr = (rng_u64(&m->rng) & inside & ~offset) |
			    (m->pa & offset);
	} while (req->addr >> 20 == 0xfee);
}

/* A data address; the offset of a 1 GiB page must stay inside memory. */
void maker_target(struct maker *m)
{
	uint64_t size = FUZZ_MEM_SIZE - FUZZ_DATA_BASE;

	m->pa = FUZZ_DATA_BASE + (rng_u64(&m->rng) & (size - 1) & ~7ull);
}

uint64_t maker_ignored(struct maker *m, uint64_t bits)
{
	return rng_percent(&m->rng, 50) ? rng_u64(&m->rng) & bits : 0;
}

/* R and W of a good entry: what is needed, sometimes no more. */
static uint64_t permission(struct maker *m)
{
	uint64_t need = MAKER_RW;

	if (m->c->req.kind == ORACLE_READ)
		need = MAKER_R;
	else if (m->c->req.kind == ORACLE_WRITE)
		need = MAKER_W;
	return rng_percent(&m->rng, 85) ? MAKER_RW : need;
}

void maker_lay_paging(struct maker *m)
{
	struct fuzz_case *c = m->c;

	for (unsigned int level = c->levels; level > c->leaf; level--)
		fuzz_case_store(c, maker_slot(m, level),
				m->page[level - 1] | permission(m) |
					maker_ignored(m, ENTRY_IGNORED));
	if (c->leaf == 1)
		fuzz_case_store(c, maker_slot(m, 1),
				(m->pa & ~UINT64_C(0xfff)) | permission(m) |
					maker_ignored(m, ENTRY_IGNORED |
								 MAKER_PS));
	else
		fuzz_case_store(c, maker_slot(m, c->leaf),
				(m->pa >> maker_shift(c->leaf)
						  << maker_shift(c->leaf)) |
					permission(m) |
					maker_ignored(m, ENTRY_IGNORED) |
					MAKER_PS);
	if (m->setup->caps.sc && rng_percent(&m->rng, 50))
		maker_set(m, maker_slot(m, c->leaf), UINT64_C(1) << 11);
}

static void lay_context(struct maker *m)
{
	uint64_t did_mask = (UINT64_C(16) << 2 * m->setup->caps.nd) - 1;
	uint64_t did = rng_u64(&m->rng) & did_mask;

	if (!did)
		did = 1;
	fuzz_case_store(m->c, maker_root_slot(m),
			m->page[MAKER_CONTEXT] | MAKER_P);
	fuzz_case_store(m->c, maker_root_slot(m) + 8, 0);
	fuzz_case_store(m->c, maker_context_slot(m),
			m->page[m->c->levels] | MAKER_P);
	fuzz_case_store(m->c, maker_context_slot(m) + 8,
			did << 8 | maker_ignored(m, CTX_IGNORED) |
				(m->c->levels - 2u));
}

static void lay_good_case(struct maker *m)
{
	struct fuzz_case *c = m->c;

	maker_pages(m);
	c->levels = (uint8_t)maker_levels(m);
	c->leaf = (uint8_t)maker_leaf(m);
	m->width = maker_shift(c->levels) + 9;
	if (m->width > m->setup->caps.mgaw)
		m->width = m->setup->caps.mgaw;
	maker_target(m);
	pick_request(m);
	c->te = 1;
	c->rtaddr = m->page[0];
	lay_context(m);
	maker_lay_paging(m);
}

/* Half of the cases are meant to pass; each fault gets an equal share. */
static enum fuzz_aim pick_aim(struct maker *m)
{
	uint32_t r = rng_below(&m->rng, 100);
	uint32_t aims = m->setup->wide ? FUZZ_AIMS : FUZZ_AIM_REQUEST;

	if (r < 44)
		return FUZZ_AIM_PASS;
	if (r < 48 && m->setup->caps.pt)
		return FUZZ_AIM_PASS_THROUGH;
	if (r < 52)
		return FUZZ_AIM_CHAOS;
	return FUZZ_AIM_LRT_1 + rng_below(&m->rng, aims - FUZZ_AIM_LRT_1);
}

/* Some memory protected, more often than not around the page. */
static void protect(struct maker *m)
{
	struct fuzz_case *c = m->c;
	uint64_t base = m->pa & ~UINT64_C(0x1fffff);

	c->pmr = m->setup->pmr && rng_percent(&m->rng, 3);
	if (rng_percent(&m->rng, 30))
		base += UINT64_C(1) << (21 + rng_below(&m->rng, 5));
	c->pmr_low[0] = base;
	c->pmr_low[1] = base + rng_below(&m->rng, 2) * UINT64_C(0x200000);
	c->pmr_high[0] = UINT64_C(1) << 32;
	if (rng_percent(&m->rng, 30))
		c->pmr_low[1] = 0;
	/* The registers of the low range have 32 bits. */
	c->pmr_low[0] &= UINT32_MAX;
	c->pmr_low[1] &= UINT32_MAX;
	if (rng_percent(&m->rng, 50))
		c->pmr_high[1] = UINT64_C(1) << 33;
}

/* A bit that matters, or any, in some entry that the walk may have to set. */
static void race(struct maker *m)
{
	static const uint8_t bits[] = { 0, 1, 1, 2, 5, 6, 7, 8, 9, 12, 13, 51 };
	struct fuzz_case *c = m->c;

	c->race = c->word[rng_below(&m->rng, c->words)].addr;
	c->race_bits = UINT64_C(1) << bits[rng_below(&m->rng, sizeof(bits))];
	if (rng_percent(&m->rng, 20))
		c->race_bits |= maker_bit(m, 0, 63);
}

static void make_legacy(struct maker *m)
{
	m->c->aim = (uint8_t)pick_aim(m);
	lay_good_case(m);
	maker_take_aim(m);
	if (rng_percent(&m->rng, 20))
		flip(m, maker_context_slot(m), MAKER_FPD);
}

void fuzz_case_make(const struct fuzz_setup *setup, uint64_t seed,
		    uint64_t index, struct fuzz_case *c)
{
	struct maker m = {
		.rng = rng_for(seed, index),
		.setup = setup,
		.c = c,
	};

	*c = (struct fuzz_case){ .seed = seed, .index = index };
	/* Where other units have legacy mode already it is rarer. */
	if (setup->caps.smts && rng_percent(&m.rng, setup->wide ? 75 : 92))
		maker_scalable_case(&m, rng_percent(&m.rng, 50));
	else
		make_legacy(&m);
	if (setup->pmr)
		protect(&m);
	if (c->pgtt && setup->wide && rng_percent(&m.rng, 15))
		race(&m);
}
