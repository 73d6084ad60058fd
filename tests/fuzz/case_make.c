/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "case.h"
#include "rng.h"

/*
 * A good case is laid out first, with everything random that a translation
 * must not look at; then the aim spoils one thing in it. So most cases get
 * deep into the walk, which flipping random bits alone would not do.
 */

#define ENTRY_P       UINT64_C(1)
#define ENTRY_R       UINT64_C(1)
#define ENTRY_W       UINT64_C(2)
#define ENTRY_RW      UINT64_C(3)
#define ENTRY_PS      UINT64_C(0x80)
#define CONTEXT_FPD   UINT64_C(2)
#define TT_SHIFT      2
#define ENTRY_IGNORED UINT64_C(0xbff000000000077c)
#define CTX_IGNORED   UINT64_C(0x78)
#define MAX_LEVEL     5

struct maker {
	struct rng rng;
	const struct fuzz_setup *setup;
	struct fuzz_case *c;
	uint64_t page[MAX_LEVEL + 2]; /* [0] root, [1..5] levels, [6] context */
	uint64_t pa;
	unsigned int width;
};

static uint64_t one_of_bits(struct maker *m, unsigned int lo, unsigned int hi)
{
	return UINT64_C(1) << (lo + rng_below(&m->rng, hi - lo + 1));
}

static unsigned int shift_of(unsigned int level)
{
	return 12 + 9 * (level - 1);
}

static uint64_t root_slot(const struct maker *m)
{
	return m->page[0] + (uint64_t)(m->c->req.sid >> 8) * 16;
}

static uint64_t context_slot(const struct maker *m)
{
	return m->page[6] + (uint64_t)(m->c->req.sid & 0xff) * 16;
}

static uint64_t slot(const struct maker *m, unsigned int level)
{
	uint64_t index = m->c->req.addr >> shift_of(level) & 511;

	return m->page[level] + index * 8;
}

static void flip(struct maker *m, uint64_t addr, uint64_t bits)
{
	fuzz_case_store(m->c, addr, fuzz_case_load(m->c, addr) ^ bits);
}

static void set(struct maker *m, uint64_t addr, uint64_t bits)
{
	fuzz_case_store(m->c, addr, fuzz_case_load(m->c, addr) | bits);
}

static void clear(struct maker *m, uint64_t addr, uint64_t bits)
{
	fuzz_case_store(m->c, addr, fuzz_case_load(m->c, addr) & ~bits);
}

/* Puts another address into an entry, keeping its flags. */
static void redirect(struct maker *m, uint64_t slot_addr, uint64_t to)
{
	uint64_t e = fuzz_case_load(m->c, slot_addr);

	fuzz_case_store(m->c, slot_addr,
			(e & UINT64_C(0xfff0000000000fff)) | to);
}

/*
 * A page that no memory answers for. Below 2 GiB or above 4 GiB: what lies
 * between holds devices on QEMU's machine.
 */
static uint64_t unreadable_page(struct maker *m)
{
	uint64_t high = UINT64_C(1) << (m->setup->caps.haw - 1);
	uint64_t page = rng_u64(&m->rng) & UINT64_C(0x3ffff000);

	return page + (rng_percent(&m->rng, 30) ? high : FUZZ_MEM_SIZE);
}

static void pick_pages(struct maker *m)
{
	for (unsigned int i = 0; i < MAX_LEVEL + 2; i++) {
		unsigned int j;

		do {
			uint32_t n = rng_below(&m->rng, FUZZ_TABLE_PAGES);

			m->page[i] = FUZZ_TABLE_BASE + (uint64_t)n * 0x1000;
			for (j = 0; j < i && m->page[j] != m->page[i]; j++)
				;
		} while (j < i);
	}
}

static unsigned int pick_levels(struct maker *m)
{
	unsigned int levels;

	do {
		levels = 3 + rng_below(&m->rng, 3);
	} while (!(m->setup->caps.sagaw >> (levels - 2) & 1));
	return levels;
}

static unsigned int pick_leaf(struct maker *m)
{
	uint32_t r = rng_below(&m->rng, 10);

	if (r >= 8 && (m->setup->caps.sslps & 2))
		return 3;
	if (r >= 5 && (m->setup->caps.sslps & 1))
		return 2;
	return 1;
}

static void pick_request(struct maker *m)
{
	struct oracle_request *req = &m->c->req;
	uint64_t offset = (UINT64_C(1) << shift_of(m->c->leaf)) - 1;
	uint64_t inside = (UINT64_C(1) << m->width) - 1;

	req->sid = m->setup->sid[rng_below(&m->rng, m->setup->sids)];
	req->kind = rng_percent(&m->rng, 50) ? ORACLE_READ : ORACLE_WRITE;
	if (m->setup->wide && rng_percent(&m->rng, 10))
		req->kind = ORACLE_ATOMIC;
	if (m->setup->wide && req->kind == ORACLE_READ)
		req->zero_length = rng_percent(&m->rng, 25);
	do {
		req->addr = (rng_u64(&m->rng) & inside & ~offset) |
			    (m->pa & offset);
	} while (req->addr >> 20 == 0xfee);
}

/* A data address; the offset of a 1 GiB page must stay inside memory. */
static void pick_target(struct maker *m)
{
	uint64_t size = FUZZ_MEM_SIZE - FUZZ_DATA_BASE;

	m->pa = FUZZ_DATA_BASE + (rng_u64(&m->rng) & (size - 1) & ~7ull);
}

static uint64_t ignored(struct maker *m, uint64_t bits)
{
	return rng_percent(&m->rng, 50) ? rng_u64(&m->rng) & bits : 0;
}

/* R and W of a good entry: what is needed, sometimes no more. */
static uint64_t permission(struct maker *m)
{
	uint64_t need = ENTRY_RW;

	if (m->c->req.kind == ORACLE_READ)
		need = ENTRY_R;
	else if (m->c->req.kind == ORACLE_WRITE)
		need = ENTRY_W;
	return rng_percent(&m->rng, 85) ? ENTRY_RW : need;
}

static void lay_paging(struct maker *m)
{
	struct fuzz_case *c = m->c;

	for (unsigned int level = c->levels; level > c->leaf; level--)
		fuzz_case_store(c, slot(m, level),
				m->page[level - 1] | permission(m) |
					ignored(m, ENTRY_IGNORED));
	if (c->leaf == 1)
		fuzz_case_store(c, slot(m, 1),
				(m->pa & ~UINT64_C(0xfff)) | permission(m) |
					ignored(m, ENTRY_IGNORED | ENTRY_PS));
	else
		fuzz_case_store(c, slot(m, c->leaf),
				(m->pa >> shift_of(c->leaf)
						  << shift_of(c->leaf)) |
					permission(m) |
					ignored(m, ENTRY_IGNORED) | ENTRY_PS);
	if (m->setup->caps.sc && rng_percent(&m->rng, 50))
		set(m, slot(m, c->leaf), UINT64_C(1) << 11);
}

static void lay_context(struct maker *m)
{
	uint64_t did_mask = (UINT64_C(16) << 2 * m->setup->caps.nd) - 1;
	uint64_t did = rng_u64(&m->rng) & did_mask;

	if (!did)
		did = 1;
	fuzz_case_store(m->c, root_slot(m), m->page[6] | ENTRY_P);
	fuzz_case_store(m->c, root_slot(m) + 8, 0);
	fuzz_case_store(m->c, context_slot(m), m->page[m->c->levels] | ENTRY_P);
	fuzz_case_store(m->c, context_slot(m) + 8,
			did << 8 | ignored(m, CTX_IGNORED) |
				(m->c->levels - 2u));
}

static void lay_good_case(struct maker *m)
{
	struct fuzz_case *c = m->c;

	pick_pages(m);
	c->levels = (uint8_t)pick_levels(m);
	c->leaf = (uint8_t)pick_leaf(m);
	m->width = shift_of(c->levels) + 9;
	if (m->width > m->setup->caps.mgaw)
		m->width = m->setup->caps.mgaw;
	pick_target(m);
	pick_request(m);
	c->te = 1;
	c->rtaddr = m->page[0];
	lay_context(m);
	lay_paging(m);
}

static void aim_pass_through(struct maker *m)
{
	set(m, context_slot(m), UINT64_C(2) << TT_SHIFT);
	m->c->req.addr = m->pa;
	if (rng_percent(&m->rng, 20))
		m->c->req.addr |= one_of_bits(m, 26, 63);
}

/* Levels between the leaf and the top; the leaf must leave room for one. */
static unsigned int any_level(struct maker *m)
{
	unsigned int n = m->c->levels - m->c->leaf + 1u;

	return m->c->leaf + rng_below(&m->rng, n);
}

static void aim_chaos(struct maker *m)
{
	for (uint32_t n = 1 + rng_below(&m->rng, 3); n; n--) {
		uint32_t w = rng_below(&m->rng, m->c->words);

		m->c->word[w].value ^= one_of_bits(m, 0, 63);
	}
	if (rng_percent(&m->rng, 10))
		m->c->req.addr ^= one_of_bits(m, 3, 63);
	if (m->c->req.addr >> 20 == 0xfee)
		m->c->req.addr ^= UINT64_C(1) << 31;
}

static void aim_lrt_2(struct maker *m)
{
	clear(m, root_slot(m), ENTRY_P);
	set(m, root_slot(m), ignored(m, ~ENTRY_P));
}

static void aim_lrt_3(struct maker *m)
{
	unsigned int haw = m->setup->caps.haw;

	switch (rng_below(&m->rng, 3)) {
	case 0:
		set(m, root_slot(m), one_of_bits(m, 1, 11));
		break;
	case 1:
		set(m, root_slot(m), one_of_bits(m, haw, 63));
		break;
	default:
		set(m, root_slot(m) + 8, one_of_bits(m, 0, 63));
	}
}

static void aim_lct_2(struct maker *m)
{
	clear(m, context_slot(m), ENTRY_P);
	set(m, context_slot(m), ignored(m, ~(ENTRY_P | CONTEXT_FPD)));
}

static void aim_lct_3(struct maker *m)
{
	unsigned int did_top = 8 + 4 + 2u * m->setup->caps.nd;

	switch (rng_below(&m->rng, 4)) {
	case 0:
		set(m, context_slot(m), one_of_bits(m, 4, 11));
		break;
	case 1:
		set(m, context_slot(m), one_of_bits(m, m->setup->caps.haw, 63));
		break;
	case 2:
		set(m, context_slot(m) + 8, UINT64_C(1) << 7);
		break;
	default:
		set(m, context_slot(m) + 8, one_of_bits(m, did_top, 63));
	}
}

static void aim_lct_4(struct maker *m)
{
	uint64_t hi = context_slot(m) + 8;

	switch (rng_below(&m->rng, 3)) {
	case 0:
		clear(m, hi, 7);
		set(m, hi,
		    (uint64_t[]){ 0, 3, 4, 5, 6, 7 }[rng_below(&m->rng, 6)]);
		break;
	case 1:
		set(m, context_slot(m),
		    (rng_percent(&m->rng, 50) ? UINT64_C(1) : UINT64_C(3))
			    << TT_SHIFT);
		break;
	default:
		redirect(m, context_slot(m), unreadable_page(m));
	}
}

/* The walk must take the read as one of bits, not as a zero-length one. */
static void aim_permission(struct maker *m, enum oracle_kind kind,
			   uint64_t need)
{
	m->c->req.zero_length &= rng_percent(&m->rng, 50);
	if (m->c->req.kind != ORACLE_ATOMIC)
		m->c->req.kind = (uint8_t)kind;
	if (kind == ORACLE_WRITE)
		m->c->req.zero_length = false;
	clear(m, slot(m, any_level(m)), need);
}

/* A 4 KiB, 2 MiB or 1 GiB page on or around FEE0_0000h. */
static void aim_lgn_4(struct maker *m)
{
	uint64_t offset = (UINT64_C(1) << shift_of(m->c->leaf)) - 1;
	uint64_t pa = UINT64_C(0xfee00000) | (m->pa & 0xfffff);
	uint64_t e = fuzz_case_load(m->c, slot(m, m->c->leaf));

	if (m->c->leaf > 1 && rng_percent(&m->rng, 25))
		pa ^= UINT64_C(1) << 20;
	else if (rng_percent(&m->rng, 10))
		pa ^= one_of_bits(m, 20, 29);
	e &= UINT64_C(0xfff0000000000fff);
	for (unsigned int l = m->c->levels; l >= m->c->leaf; l--)
		fuzz_case_store(m->c, slot(m, l), 0);
	m->c->req.addr = (m->c->req.addr & ~offset) | (pa & offset);
	m->pa = pa;
	lay_paging(m);
	e |= fuzz_case_load(m->c, slot(m, m->c->leaf)) & ENTRY_RW;
	fuzz_case_store(m->c, slot(m, m->c->leaf), e | (pa & ~offset));
}

/* There must be an entry above the leaf to lead astray. */
static void aim_lss_1(struct maker *m)
{
	unsigned int n = m->c->levels - (unsigned int)m->c->leaf;
	unsigned int level = m->c->leaf + 1u;

	if (!n) {
		redirect(m, context_slot(m), unreadable_page(m));
		return;
	}
	level += rng_below(&m->rng, n);
	redirect(m, slot(m, level), unreadable_page(m));
}

static void aim_lss_2(struct maker *m)
{
	unsigned int level = any_level(m);
	unsigned int haw = m->setup->caps.haw;
	uint64_t at = slot(m, level);

	switch (rng_below(&m->rng, 6)) {
	case 0:
		set(m, at, UINT64_C(1) << 62);
		break;
	case 1:
		fuzz_case_store(m->c, at, ~UINT64_C(0));
		break;
	case 2:
		set(m, at, UINT64_C(1) << 11);
		break;
	case 3:
		set(m, at,
		    haw < 52 ? one_of_bits(m, haw, 51) : UINT64_C(1) << 62);
		break;
	case 4:
		if (level == m->c->leaf && level > 1) {
			set(m, at, one_of_bits(m, 12, shift_of(level) - 1));
			break;
		}
		set(m, slot(m, m->c->levels), ENTRY_PS);
		break;
	default:
		set(m, at, UINT64_C(1) << 11 | one_of_bits(m, 2, 10));
	}
}

static void aim_request(struct maker *m)
{
	struct oracle_request *req = &m->c->req;

	switch (rng_below(&m->rng, 4)) {
	case 0:
		req->has_pasid = true;
		req->pasid = rng_below(&m->rng, 1u << 20);
		break;
	case 1:
		req->translated = true;
		req->zero_length = false;
		break;
	case 2:
		m->c->te = 0;
		req->addr = m->pa;
		req->translated = rng_percent(&m->rng, 30);
		break;
	default:
		req->addr = UINT64_C(0xfee00000) | (m->pa & 0xffff8);
		req->dword = req->kind == ORACLE_WRITE &&
			     rng_percent(&m->rng, 50);
	}
}

static void aim_mode(struct maker *m)
{
	m->c->rtaddr |= (uint64_t)(1 + rng_below(&m->rng, 3)) << 10;
}

static void take_aim(struct maker *m)
{
	switch ((enum fuzz_aim)m->c->aim) {
	case FUZZ_AIM_PASS_THROUGH:
		return aim_pass_through(m);
	case FUZZ_AIM_CHAOS:
		return aim_chaos(m);
	case FUZZ_AIM_LRT_1:
		m->c->rtaddr = unreadable_page(m);
		return;
	case FUZZ_AIM_LRT_2:
		return aim_lrt_2(m);
	case FUZZ_AIM_LRT_3:
		return aim_lrt_3(m);
	case FUZZ_AIM_LCT_1:
		return redirect(m, root_slot(m), unreadable_page(m));
	case FUZZ_AIM_LCT_2:
		return aim_lct_2(m);
	case FUZZ_AIM_LCT_3:
		return aim_lct_3(m);
	case FUZZ_AIM_LCT_4:
		return aim_lct_4(m);
	case FUZZ_AIM_LGN_1:
		m->c->req.addr |= one_of_bits(m, m->width, 63);
		return;
	case FUZZ_AIM_LGN_2:
		return aim_permission(m, ORACLE_WRITE, ENTRY_W);
	case FUZZ_AIM_LGN_3:
		return aim_permission(m, ORACLE_READ, ENTRY_R);
	case FUZZ_AIM_LGN_4:
		return aim_lgn_4(m);
	case FUZZ_AIM_LSS_1:
		return aim_lss_1(m);
	case FUZZ_AIM_LSS_2:
		return aim_lss_2(m);
	case FUZZ_AIM_REQUEST:
		return aim_request(m);
	case FUZZ_AIM_MODE:
		return aim_mode(m);
	default:
		return;
	}
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

void fuzz_case_make(const struct fuzz_setup *setup, uint64_t seed,
		    uint64_t index, struct fuzz_case *c)
{
	struct maker m = {
		.rng = rng_for(seed, index),
		.setup = setup,
		.c = c,
	};

	*c = (struct fuzz_case){ .seed = seed, .index = index };
	c->aim = (uint8_t)pick_aim(&m);
	lay_good_case(&m);
	take_aim(&m);
	if (rng_percent(&m.rng, 20))
		flip(&m, context_slot(&m), CONTEXT_FPD);
}
