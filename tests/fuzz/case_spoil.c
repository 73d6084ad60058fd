/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

/*
 * One thing spoilt in a good case of scalable mode. Each way says which PGTTs
 * it makes sense for; the oracle says what it really does.
 */

#include "case_maker.h"

enum { FIRST = 1, SECOND = 2, NESTED = 3, PASS = 4 };

#define ON(pgtt)  (1u << (pgtt))
#define ANY       (ON(FIRST) | ON(SECOND) | ON(NESTED) | ON(PASS))
#define FS        (ON(FIRST) | ON(NESTED))
#define SS        (ON(SECOND) | ON(NESTED))
#define SRE       UINT64_C(1)
#define PWSNP     (UINT64_C(1) << 23)
#define ADDR_MASK UINT64_C(0x000ffffffffff000)

static uint64_t beyond_haw(struct maker *m)
{
	return maker_bit(m, m->setup->caps.haw, 63);
}

static uint64_t half_slot(const struct maker *m)
{
	return maker_root_slot(m) + (uint64_t)(m->c->req.sid >> 7 & 1) * 8;
}

/* What was cleared of P may have anything else in it. */
static void not_present(struct maker *m, uint64_t at)
{
	maker_clear(m, at, MAKER_P);
	maker_set(m, at, maker_ignored(m, ~(MAKER_P | MAKER_FPD)));
}

/* ---- Root, context ------------------------------------------------------ */

static void root_nowhere(struct maker *m)
{
	m->c->rtaddr = maker_unreadable(m) | 1 << 10;
}

static void root_absent(struct maker *m)
{
	not_present(m, half_slot(m));
}

static void root_reserved(struct maker *m)
{
	maker_set(m, half_slot(m),
		  rng_percent(&m->rng, 50) ? maker_bit(m, 1, 11) :
					     beyond_haw(m));
}

static void context_nowhere(struct maker *m)
{
	maker_redirect(m, half_slot(m), maker_unreadable(m));
}

static void context_absent(struct maker *m)
{
	not_present(m, maker_scalable_context(m));
}

static void context_reserved(struct maker *m)
{
	uint64_t at = maker_scalable_context(m);

	switch (rng_below(&m->rng, 5)) {
	case 0:
		maker_set(m, at, UINT64_C(1) << 2);
		break;
	case 1:
		maker_set(m, at, maker_bit(m, 4, 8));
		break;
	case 2:
		maker_set(m, at, beyond_haw(m));
		break;
	case 3:
		maker_set(m, at + 8, maker_bit(m, 20, 63));
		break;
	default:
		maker_set(m, at + 16 + 8 * rng_below(&m->rng, 2),
			  maker_bit(m, 0, 63));
	}
}

/* RID_PASID beyond the directory, or there at all. */
static void rid_pasid(struct maker *m)
{
	uint64_t at = maker_scalable_context(m);

	maker_clear(m, at, UINT64_C(7) << 9);
	maker_set(m, at + 8, maker_bit(m, 13, 19));
}

/* ---- The request's PASID ------------------------------------------------ */

static void with_pasid(struct maker *m)
{
	struct oracle_request *req = &m->c->req;

	if (!m->setup->wide || req->has_pasid)
		return;
	req->has_pasid = true;
	req->pasid = m->s.pasid ^ 1;
}

static void pasid_disabled(struct maker *m)
{
	with_pasid(m);
	maker_clear(m, maker_scalable_context(m), 8);
}

static void pasid_beyond_directory(struct maker *m)
{
	with_pasid(m);
	maker_clear(m, maker_scalable_context(m), UINT64_C(7) << 9);
	m->c->req.pasid |= 1u << (13 + rng_below(&m->rng, 7));
}

static void pasid_of_rid(struct maker *m)
{
	with_pasid(m);
	m->c->req.pasid =
		(uint32_t)fuzz_case_load(m->c, maker_scalable_context(m) + 8) &
		0xfffff;
}

static void pasid_beyond_pss(struct maker *m)
{
	with_pasid(m);
	m->c->req.pasid = (uint32_t)rng_u64(&m->rng) & 0xfffff;
	if (m->setup->caps.pss < 19)
		m->c->req.pasid |= 1u << (m->setup->caps.pss + 1);
}

static void translated(struct maker *m)
{
	m->c->req.translated = m->setup->wide;
	m->c->req.zero_length = false;
}

static void execute(struct maker *m)
{
	m->c->req.exec = m->setup->wide;
	if (rng_percent(&m->rng, 80))
		with_pasid(m);
}

/* ---- PASID directory and entry ------------------------------------------ */

static void directory_nowhere(struct maker *m)
{
	maker_redirect(m, maker_scalable_context(m), maker_unreadable(m));
}

static void directory_absent(struct maker *m)
{
	not_present(m, maker_directory_slot(m));
}

static void directory_reserved(struct maker *m)
{
	maker_set(m, maker_directory_slot(m),
		  rng_percent(&m->rng, 50) ? maker_bit(m, 2, 11) :
					     beyond_haw(m));
}

static void entry_nowhere(struct maker *m)
{
	maker_redirect(m, maker_directory_slot(m), maker_unreadable(m));
}

static void entry_absent(struct maker *m)
{
	not_present(m, maker_pasid_slot(m));
}

static void entry_reserved(struct maker *m)
{
	uint64_t at = maker_pasid_slot(m);

	switch (rng_below(&m->rng, 7)) {
	case 0:
		maker_set(m, at,
			  (uint64_t[]){ 1 << 5, 1 << 9, 1 << 10,
					1 << 11 }[rng_below(&m->rng, 4)]);
		break;
	case 1:
		maker_set(m, at, beyond_haw(m));
		break;
	case 2:
		maker_set(m, at + 8, maker_bit(m, 16, 63));
		break;
	case 3:
		maker_set(m, at + 16,
			  (uint64_t[]){ 1, 2, 1 << 7, 1 << 8,
					1 << 11 }[rng_below(&m->rng, 5)]);
		break;
	case 4:
		maker_set(m, at + 16, beyond_haw(m));
		break;
	case 5:
		maker_set(m, at + 8, maker_bit(m, 4, 15));
		break;
	default:
		maker_set(m, at + 24 + 8 * rng_below(&m->rng, 5),
			  maker_bit(m, 0, 63));
	}
}

static void entry_pgtt(struct maker *m)
{
	uint64_t at = maker_pasid_slot(m);

	maker_clear(m, at, UINT64_C(7) << 6);
	maker_set(m, at, (uint64_t)rng_below(&m->rng, 8) << 6);
}

static void entry_width(struct maker *m)
{
	uint64_t at = maker_pasid_slot(m);

	maker_clear(m, at, UINT64_C(7) << 2);
	maker_set(m, at, (uint64_t)rng_below(&m->rng, 8) << 2);
}

static void entry_fspm(struct maker *m)
{
	uint64_t at = maker_pasid_slot(m) + 16;

	maker_clear(m, at, UINT64_C(3) << 2);
	maker_set(m, at, (uint64_t)rng_below(&m->rng, 4) << 2);
}

static void first_root_too_wide(struct maker *m)
{
	unsigned int haw = m->setup->caps.haw;

	maker_set(m, maker_pasid_slot(m) + 16,
		  m->width < haw ? maker_bit(m, m->width, haw - 1) :
				   maker_bit(m, 12, haw - 1));
}

static void supervisor(struct maker *m)
{
	if (m->c->req.has_pasid)
		m->c->req.priv = true;
	else
		maker_set(m, maker_scalable_context(m) + 8, UINT64_C(1) << 20);
	maker_clear(m, maker_pasid_slot(m) + 16, SRE);
}

/* ---- Addresses ---------------------------------------------------------- */

static void too_wide(struct maker *m)
{
	unsigned int width = m->width;

	if (m->c->pgtt == PASS)
		width = m->setup->caps.haw;
	else if (m->c->pgtt != SECOND)
		width = 47;
	m->c->req.addr ^= maker_bit(m, width, 63);
}

static void interrupt_range(struct maker *m)
{
	struct oracle_request *req = &m->c->req;

	req->addr = UINT64_C(0xfee00000) | (m->pa & 0xffff8);
	if (rng_percent(&m->rng, 50))
		with_pasid(m);
	req->dword = req->kind == ORACLE_WRITE && rng_percent(&m->rng, 50);
}

/* The last leaf leads there. */
static void output_in_range(struct maker *m)
{
	bool first = m->c->pgtt == FIRST;
	uint64_t at = first ? maker_fs_slot(m, m->s.fs_leaf) :
			      maker_ss_slot(m, m->s.ss_leaf, maker_ss_input(m));
	unsigned int shift = maker_shift(first ? m->s.fs_leaf : m->s.ss_leaf);
	uint64_t pa = UINT64_C(0xfee00000) | (m->pa & 0xfffff);

	if (m->c->pgtt == PASS || shift > 20)
		return;
	maker_redirect(m, at, pa >> shift << shift);
}

/* ---- First stage -------------------------------------------------------- */

static unsigned int any_fs_level(struct maker *m)
{
	return m->s.fs_leaf +
	       rng_below(&m->rng, m->s.fs_levels - m->s.fs_leaf + 1u);
}

static void fs_nowhere(struct maker *m)
{
	unsigned int level = any_fs_level(m);

	if (m->s.nested)
		maker_redirect(m, maker_ss_slot(m, 1, m->s.gpa[level]),
			       maker_unreadable(m));
	else if (level == m->s.fs_levels)
		maker_redirect(m, maker_pasid_slot(m) + 16,
			       maker_unreadable(m));
	else
		maker_redirect(m, maker_fs_slot(m, level + 1),
			       maker_unreadable(m));
}

static void fs_absent(struct maker *m)
{
	not_present(m, maker_fs_slot(m, any_fs_level(m)));
}

static void fs_reserved(struct maker *m)
{
	unsigned int level = any_fs_level(m);
	uint64_t at = maker_fs_slot(m, level);
	unsigned int haw = m->setup->caps.haw;

	if (rng_percent(&m->rng, 40) && haw < 52)
		maker_set(m, at, maker_bit(m, haw, 51));
	else if (level == m->s.fs_leaf && level > 1)
		maker_set(m, at, maker_bit(m, 13, maker_shift(level) - 1));
	else
		maker_set(m, at,
			  rng_percent(&m->rng, 80) ? MAKER_PS : ~UINT64_C(0));
}

static void fs_user(struct maker *m)
{
	maker_clear(m, maker_fs_slot(m, any_fs_level(m)), 4);
}

static void fs_write(struct maker *m)
{
	if (m->c->req.kind == ORACLE_READ)
		m->c->req.kind = ORACLE_WRITE;
	m->c->req.zero_length = false;
	maker_clear(m, maker_fs_slot(m, any_fs_level(m)), MAKER_W);
}

/* An address that the second stage does not have. */
static void fs_too_wide(struct maker *m)
{
	unsigned int level = any_fs_level(m);

	maker_set(m, maker_fs_slot(m, level),
		  m->width < 52 ? maker_bit(m, m->width, 51) :
				  maker_bit(m, 12, 51));
}

/* The second stage of one table of the first. */
static void fs_table_denied(struct maker *m)
{
	uint64_t at = maker_ss_slot(m, 1, m->s.gpa[any_fs_level(m)]);

	maker_clear(m, at,
		    (uint64_t[]){ MAKER_R, MAKER_W, MAKER_W,
				  MAKER_RW }[rng_below(&m->rng, 4)]);
}

static void without_snoop(struct maker *m)
{
	maker_clear(m, maker_pasid_slot(m) + 8, PWSNP);
}

static void fs_flag_missing(struct maker *m)
{
	without_snoop(m);
	maker_clear(m, maker_fs_slot(m, any_fs_level(m)), 0x460);
}

static void fs_no_update(struct maker *m)
{
	uint64_t at = maker_fs_slot(m, any_fs_level(m));

	m->c->no_update = at;
	maker_clear(m, at, 0x460);
}

/* ---- Second stage ------------------------------------------------------- */

static unsigned int any_ss_level(struct maker *m)
{
	return m->s.ss_leaf +
	       rng_below(&m->rng, m->c->levels - m->s.ss_leaf + 1u);
}

static uint64_t any_ss_slot(struct maker *m)
{
	return maker_ss_slot(m, any_ss_level(m), maker_ss_input(m));
}

static void ss_nowhere(struct maker *m)
{
	unsigned int level = any_ss_level(m);

	if (level == m->c->levels)
		maker_redirect(m, maker_pasid_slot(m), maker_unreadable(m));
	else
		maker_redirect(m,
			       maker_ss_slot(m, level + 1, maker_ss_input(m)),
			       maker_unreadable(m));
}

static void ss_nothing(struct maker *m)
{
	uint64_t at = any_ss_slot(m);

	if (rng_percent(&m->rng, 60)) {
		maker_clear(m, at, MAKER_RW);
		return;
	}
	maker_clear(m, at, MAKER_R);
	maker_clear(m, any_ss_slot(m), MAKER_W);
}

static void ss_reserved(struct maker *m)
{
	unsigned int level = any_ss_level(m);
	uint64_t at = maker_ss_slot(m, level, maker_ss_input(m));
	unsigned int haw = m->setup->caps.haw;

	switch (rng_below(&m->rng, 5)) {
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
	default:
		maker_set(m, at,
			  level == m->s.ss_leaf && level > 1 ?
				  maker_bit(m, 12, maker_shift(level) - 1) :
				  MAKER_PS);
	}
}

static void ss_permission(struct maker *m)
{
	if (m->c->req.kind == ORACLE_ATOMIC)
		maker_clear(m, any_ss_slot(m), maker_bit(m, 0, 1));
	else
		maker_clear(m, any_ss_slot(m),
			    m->c->req.kind == ORACLE_READ ? MAKER_R : MAKER_W);
}

static void ss_flags_on(struct maker *m)
{
	if (m->setup->caps.ssads)
		maker_set(m, maker_pasid_slot(m), UINT64_C(1) << 9);
}

static void ss_flag_missing(struct maker *m)
{
	ss_flags_on(m);
	without_snoop(m);
	maker_clear(m, any_ss_slot(m), 0x300);
}

static void ss_no_update(struct maker *m)
{
	uint64_t at = any_ss_slot(m);

	ss_flags_on(m);
	m->c->no_update = at;
	maker_clear(m, at, 0x300);
}

/* ---- Anything ----------------------------------------------------------- */

static void chaos(struct maker *m)
{
	for (uint32_t n = 1 + rng_below(&m->rng, 3); n; n--) {
		uint32_t w = rng_below(&m->rng, m->c->words);

		m->c->word[w].value ^= maker_bit(m, 0, 63);
	}
	if (rng_percent(&m->rng, 10))
		m->c->req.addr ^= maker_bit(m, 3, 63);
	if (!m->setup->wide && m->c->req.addr >> 20 == 0xfee)
		m->c->req.addr ^= UINT64_C(1) << 31;
}

static const struct {
	void (*spoil)(struct maker *m);
	uint8_t pgtts;
	bool wide; /* not in QEMU's repertoire */
} ways[] = {
	{ root_nowhere, ANY, false },
	{ root_absent, ANY, false },
	{ root_reserved, ANY, false },
	{ context_nowhere, ANY, false },
	{ context_absent, ANY, false },
	{ context_reserved, ANY, false },
	{ rid_pasid, ANY, true },
	{ pasid_disabled, ANY, true },
	{ pasid_beyond_directory, ANY, true },
	{ pasid_of_rid, ANY, true },
	{ pasid_beyond_pss, ANY, true },
	{ translated, ANY, true },
	{ execute, ANY, true },
	{ directory_nowhere, ANY, false },
	{ directory_absent, ANY, false },
	{ directory_reserved, ANY, true },
	{ entry_nowhere, ANY, false },
	{ entry_absent, ANY, false },
	{ entry_reserved, ANY, true },
	{ entry_pgtt, ANY, false },
	{ entry_width, SS, false },
	{ entry_fspm, FS, true },
	{ first_root_too_wide, ON(NESTED), true },
	{ supervisor, ANY, true },
	{ too_wide, ANY & ~ON(PASS), false },
	{ too_wide, ON(PASS), false },
	{ interrupt_range, ANY, true },
	{ output_in_range, ANY & ~ON(PASS), false },
	{ output_in_range, ANY & ~ON(PASS), false },
	{ fs_nowhere, FS, true },
	{ fs_absent, FS, true },
	{ fs_reserved, FS, true },
	{ fs_user, FS, true },
	{ fs_write, FS, true },
	{ fs_too_wide, ON(NESTED), true },
	{ fs_table_denied, ON(NESTED), true },
	{ fs_table_denied, ON(NESTED), true },
	{ fs_flag_missing, FS, true },
	{ fs_no_update, FS, true },
	{ ss_nowhere, SS, false },
	{ ss_nowhere, SS, false },
	{ ss_nothing, SS, false },
	{ ss_reserved, SS, false },
	{ ss_permission, SS, false },
	{ ss_permission, SS, false },
	{ ss_flag_missing, SS, true },
	{ ss_no_update, SS, true },
	{ chaos, ANY, false },
};

static unsigned int pick_pgtt(struct maker *m, unsigned int among)
{
	unsigned int pgtt;

	do {
		pgtt = 1 + rng_below(&m->rng, 4);
		/* Pass-through has little to look at. */
		if (pgtt == PASS && among != ON(PASS) &&
		    rng_percent(&m->rng, 60))
			pgtt = SECOND;
	} while (!(among & ON(pgtt)) || !maker_has_pgtt(m, pgtt));
	return pgtt;
}

static unsigned int pgtts(const struct maker *m)
{
	unsigned int all = 0;

	for (unsigned int pgtt = FIRST; pgtt <= PASS; pgtt++)
		if (maker_has_pgtt(m, pgtt))
			all |= ON(pgtt);
	return all;
}

void maker_scalable_case(struct maker *m, bool spoilt)
{
	unsigned int n = sizeof(ways) / sizeof(ways[0]);
	unsigned int have = pgtts(m);
	unsigned int i;

	m->c->aim = FUZZ_AIM_SCALABLE;
	if (!spoilt) {
		maker_lay_scalable(m, pick_pgtt(m, have));
		return;
	}
	do {
		i = rng_below(&m->rng, n);
	} while (!(ways[i].pgtts & have) || (ways[i].wide && !m->setup->wide));
	maker_lay_scalable(m, pick_pgtt(m, ways[i].pgtts & have));
	ways[i].spoil(m);
	if (rng_percent(&m->rng, 20))
		maker_set(m,
			  (uint64_t[]){
				  maker_scalable_context(m),
				  maker_directory_slot(m),
				  maker_pasid_slot(m) }[rng_below(&m->rng, 3)],
			  MAKER_FPD);
}
