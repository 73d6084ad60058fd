/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "case_maker.h"

void maker_redirect(struct maker *m, uint64_t slot_addr, uint64_t to)
{
	uint64_t e = fuzz_case_load(m->c, slot_addr);

	fuzz_case_store(m->c, slot_addr,
			(e & UINT64_C(0xfff0000000000fff)) | to);
}

/*
 * A page that no memory answers for. Below 2 GiB or above 4 GiB: what lies
 * between holds devices on QEMU's machine.
 */
uint64_t maker_unreadable(struct maker *m)
{
	uint64_t high = UINT64_C(1) << (m->setup->caps.haw - 1);
	uint64_t page = rng_u64(&m->rng) & UINT64_C(0x3ffff000);

	return page + (rng_percent(&m->rng, 30) ? high : FUZZ_MEM_SIZE);
}

static void aim_pass_through(struct maker *m)
{
	maker_set(m, maker_context_slot(m), UINT64_C(2) << MAKER_TT_SHIFT);
	if (rng_percent(&m->rng, 20))
		maker_set(m, maker_context_slot(m), maker_bit(m, 12, 63));
	m->c->req.addr = m->pa;
	if (rng_percent(&m->rng, 20))
		m->c->req.addr |= maker_bit(m, 26, 63);
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

		m->c->word[w].value ^= maker_bit(m, 0, 63);
	}
	if (rng_percent(&m->rng, 10))
		m->c->req.addr ^= maker_bit(m, 3, 63);
	if (m->c->req.addr >> 20 == 0xfee)
		m->c->req.addr ^= UINT64_C(1) << 31;
}

static void aim_lrt_2(struct maker *m)
{
	maker_clear(m, maker_root_slot(m), MAKER_P);
	maker_set(m, maker_root_slot(m), maker_ignored(m, ~MAKER_P));
}

static void aim_lrt_3(struct maker *m)
{
	unsigned int haw = m->setup->caps.haw;

	switch (rng_below(&m->rng, 3)) {
	case 0:
		maker_set(m, maker_root_slot(m), maker_bit(m, 1, 11));
		break;
	case 1:
		maker_set(m, maker_root_slot(m), maker_bit(m, haw, 63));
		break;
	default:
		maker_set(m, maker_root_slot(m) + 8, maker_bit(m, 0, 63));
	}
}

static void aim_lct_2(struct maker *m)
{
	maker_clear(m, maker_context_slot(m), MAKER_P);
	maker_set(m, maker_context_slot(m),
		  maker_ignored(m, ~(MAKER_P | MAKER_FPD)));
}

static void aim_lct_3(struct maker *m)
{
	unsigned int did_top = 8 + 4 + 2u * m->setup->caps.nd;

	switch (rng_below(&m->rng, 4)) {
	case 0:
		maker_set(m, maker_context_slot(m), maker_bit(m, 4, 11));
		break;
	case 1:
		maker_set(m, maker_context_slot(m),
			  maker_bit(m, m->setup->caps.haw, 63));
		break;
	case 2:
		maker_set(m, maker_context_slot(m) + 8, UINT64_C(1) << 7);
		break;
	default:
		maker_set(m, maker_context_slot(m) + 8,
			  maker_bit(m, did_top, 63));
	}
}

static void aim_lct_4(struct maker *m)
{
	uint64_t hi = maker_context_slot(m) + 8;

	switch (rng_below(&m->rng, 3)) {
	case 0:
		maker_clear(m, hi, 7);
		maker_set(m, hi,
			  (uint64_t[]){ 0, 3, 4, 5, 6,
					7 }[rng_below(&m->rng, 6)]);
		break;
	case 1:
		maker_set(m, maker_context_slot(m),
			  (rng_percent(&m->rng, 50) ? UINT64_C(1) : UINT64_C(3))
				  << MAKER_TT_SHIFT);
		break;
	default:
		maker_redirect(m, maker_context_slot(m), maker_unreadable(m));
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
	maker_clear(m, maker_slot(m, any_level(m)), need);
}

/* A 4 KiB, 2 MiB or 1 GiB page on or around FEE0_0000h. */
static void aim_lgn_4(struct maker *m)
{
	uint64_t offset = (UINT64_C(1) << maker_shift(m->c->leaf)) - 1;
	uint64_t pa = UINT64_C(0xfee00000) | (m->pa & 0xfffff);
	uint64_t e = fuzz_case_load(m->c, maker_slot(m, m->c->leaf));

	if (m->c->leaf > 1 && rng_percent(&m->rng, 25))
		pa ^= UINT64_C(1) << 20;
	else if (rng_percent(&m->rng, 10))
		pa ^= maker_bit(m, 20, 29);
	e &= UINT64_C(0xfff0000000000fff);
	for (unsigned int l = m->c->levels; l >= m->c->leaf; l--)
		fuzz_case_store(m->c, maker_slot(m, l), 0);
	m->c->req.addr = (m->c->req.addr & ~offset) | (pa & offset);
	/* Only the output is to be in the interrupt range. */
	if (m->c->req.addr >> 20 == 0xfee)
		m->c->req.addr ^= UINT64_C(1) << 31;
	m->pa = pa;
	maker_lay_paging(m);
	e |= fuzz_case_load(m->c, maker_slot(m, m->c->leaf)) & MAKER_RW;
	fuzz_case_store(m->c, maker_slot(m, m->c->leaf), e | (pa & ~offset));
}

/* There must be an entry above the leaf to lead astray. */
static void aim_lss_1(struct maker *m)
{
	unsigned int n = m->c->levels - (unsigned int)m->c->leaf;
	unsigned int level = m->c->leaf + 1u;

	if (!n) {
		maker_redirect(m, maker_context_slot(m), maker_unreadable(m));
		return;
	}
	level += rng_below(&m->rng, n);
	maker_redirect(m, maker_slot(m, level), maker_unreadable(m));
}

static void aim_lss_2(struct maker *m)
{
	unsigned int level = any_level(m);
	unsigned int haw = m->setup->caps.haw;
	uint64_t at = maker_slot(m, level);

	switch (rng_below(&m->rng, 6)) {
	case 0:
		maker_set(m, at, UINT64_C(1) << 62);
		break;
	case 1:
		fuzz_case_store(m->c, at, ~UINT64_C(0));
		break;
	case 2:
		maker_set(m, at, UINT64_C(1) << 11);
		break;
	case 3:
		maker_set(m, at,
			  haw < 52 ? maker_bit(m, haw, 51) : UINT64_C(1) << 62);
		break;
	case 4:
		if (level == m->c->leaf && level > 1) {
			maker_set(m, at,
				  maker_bit(m, 12, maker_shift(level) - 1));
			break;
		}
		maker_set(m, maker_slot(m, m->c->levels), MAKER_PS);
		break;
	default:
		maker_set(m, at, UINT64_C(1) << 11 | maker_bit(m, 2, 10));
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

void maker_take_aim(struct maker *m)
{
	switch ((enum fuzz_aim)m->c->aim) {
	case FUZZ_AIM_PASS_THROUGH:
		return aim_pass_through(m);
	case FUZZ_AIM_CHAOS:
		return aim_chaos(m);
	case FUZZ_AIM_LRT_1:
		m->c->rtaddr = maker_unreadable(m);
		return;
	case FUZZ_AIM_LRT_2:
		return aim_lrt_2(m);
	case FUZZ_AIM_LRT_3:
		return aim_lrt_3(m);
	case FUZZ_AIM_LCT_1:
		return maker_redirect(m, maker_root_slot(m),
				      maker_unreadable(m));
	case FUZZ_AIM_LCT_2:
		return aim_lct_2(m);
	case FUZZ_AIM_LCT_3:
		return aim_lct_3(m);
	case FUZZ_AIM_LCT_4:
		return aim_lct_4(m);
	case FUZZ_AIM_LGN_1:
		m->c->req.addr |= maker_bit(m, m->width, 63);
		return;
	case FUZZ_AIM_LGN_2:
		return aim_permission(m, ORACLE_WRITE, MAKER_W);
	case FUZZ_AIM_LGN_3:
		return aim_permission(m, ORACLE_READ, MAKER_R);
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
