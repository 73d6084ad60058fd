/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

/* A good case in scalable mode, of any PGTT. */

#include "case_maker.h"

#define SS_IGNORED UINT64_C(0xbff000000000077c)
#define FS_IGNORED UINT64_C(0xfff0000000000b18)
#define FS_US      UINT64_C(4)
#define FS_A       UINT64_C(0x20)
#define FS_D       UINT64_C(0x40)
#define FS_EA      UINT64_C(0x400)
#define SS_A       UINT64_C(0x100)
#define SS_D       UINT64_C(0x200)

enum { FIRST = 1, SECOND = 2, NESTED = 3, PASS = 4 };

bool maker_has_pgtt(const struct maker *m, unsigned int pgtt)
{
	const struct oracle_caps *caps = &m->setup->caps;

	return (pgtt == FIRST && caps->fsts) ||
	       (pgtt == SECOND && caps->ssts) ||
	       (pgtt == NESTED && caps->nest) || (pgtt == PASS && caps->pt);
}

uint64_t maker_scalable_context(const struct maker *m)
{
	return m->page[MAKER_CONTEXT] + (uint64_t)(m->c->req.sid & 0x7f) * 32;
}

uint64_t maker_directory_slot(const struct maker *m)
{
	return m->s.directory + (uint64_t)(m->s.pasid >> 6) * 8;
}

uint64_t maker_pasid_slot(const struct maker *m)
{
	return m->page[MAKER_PASID_TABLE] + (uint64_t)(m->s.pasid & 63) * 64;
}

static uint64_t slot(uint64_t table, unsigned int level, uint64_t addr)
{
	return table + (addr >> maker_shift(level) & 511) * 8;
}

uint64_t maker_fs_slot(const struct maker *m, unsigned int level)
{
	return slot(m->page[MAKER_FS + level], level, m->c->req.addr);
}

uint64_t maker_ss_slot(const struct maker *m, unsigned int level, uint64_t addr)
{
	return slot(m->page[level], level, addr);
}

uint64_t maker_ss_input(const struct maker *m)
{
	return m->s.nested ? m->s.gpa[0] : m->c->req.addr;
}

static bool is_write(const struct maker *m)
{
	return m->c->req.kind != ORACLE_READ;
}

static uint64_t mask_below(unsigned int bit)
{
	return (UINT64_C(1) << bit) - 1;
}

/* ---- Identity of the request ------------------------------------------- */

static void pick_pasid(struct maker *m, unsigned int pdts)
{
	const struct oracle_caps *caps = &m->setup->caps;
	struct oracle_request *req = &m->c->req;
	unsigned int bits = caps->pss + 1u < pdts + 13u ? caps->pss + 1u :
							  pdts + 13u;

	req->has_pasid = m->setup->wide && caps->pasid &&
			 rng_percent(&m->rng, 50);
	if (req->has_pasid || caps->rps)
		m->s.pasid = (uint32_t)(rng_u64(&m->rng) & mask_below(bits));
	if (req->has_pasid && !m->s.pasid)
		m->s.pasid = 1;
	if (req->has_pasid)
		req->pasid = m->s.pasid;
}

/* The PASID of the other kind of requests differs. */
static void lay_context(struct maker *m)
{
	const struct oracle_caps *caps = &m->setup->caps;
	struct oracle_request *req = &m->c->req;
	uint64_t half = (uint64_t)(req->sid >> 7 & 1) * 8;
	unsigned int pdts = rng_below(&m->rng, 8);
	uint64_t lo, hi = 0;

	pick_pasid(m, pdts);
	m->s.directory =
		FUZZ_DIR_BASE + (uint64_t)rng_below(&m->rng, 64) * 0x1000;
	lo = m->s.directory | (uint64_t)pdts << 9 | MAKER_P;
	if (caps->pasid && (req->has_pasid || rng_percent(&m->rng, 50)))
		lo |= 8;
	if (caps->rps)
		hi = req->has_pasid ? m->s.pasid ^ 1u : m->s.pasid;
	m->s.supervisor = caps->srs && rng_percent(&m->rng, 25);
	if (req->has_pasid)
		req->priv = m->s.supervisor;
	if (caps->rprivs &&
	    (req->has_pasid ? rng_percent(&m->rng, 50) : m->s.supervisor))
		hi |= UINT64_C(1) << 20;
	else if (!req->has_pasid)
		m->s.supervisor = false;
	fuzz_case_store(m->c, maker_root_slot(m) + half,
			m->page[MAKER_CONTEXT] | MAKER_P);
	fuzz_case_store(m->c, maker_root_slot(m) + (half ^ 8),
			m->setup->wide || rng_percent(&m->rng, 10) ?
				maker_ignored(m, ~UINT64_C(0)) :
				0);
	fuzz_case_store(m->c, maker_scalable_context(m), lo);
	fuzz_case_store(m->c, maker_scalable_context(m) + 8, hi);
	fuzz_case_store(m->c, maker_directory_slot(m),
			m->page[MAKER_PASID_TABLE] | MAKER_P);
}

/* ---- PASID entry -------------------------------------------------------- */

static uint64_t some_page(struct maker *m)
{
	return rng_u64(&m->rng) & mask_below(m->setup->caps.haw) &
	       ~UINT64_C(0xfff);
}

/* Where there is no second stage its fields are ignored. */
static uint64_t second_fields(struct maker *m)
{
	const struct oracle_caps *caps = &m->setup->caps;
	uint64_t word = 0;

	if (m->c->pgtt == SECOND || m->s.nested)
		return m->page[m->c->levels] |
		       (uint64_t)(m->c->levels - 2u) << 2 |
		       (uint64_t)m->s.ssade << 9;
	if (caps->ssts && rng_percent(&m->rng, 30))
		word = some_page(m) | (uint64_t)rng_below(&m->rng, 8) << 2 |
		       (uint64_t)(caps->ssads && rng_percent(&m->rng, 50)) << 9;
	return word;
}

static uint64_t first_fields(struct maker *m)
{
	const struct oracle_caps *caps = &m->setup->caps;

	if (m->c->pgtt == FIRST || m->s.nested)
		return (m->s.nested ? m->s.gpa[m->s.fs_levels] :
				      m->page[MAKER_FS + m->s.fs_levels]) |
		       (uint64_t)(m->s.fs_levels - 4u) << 2 |
		       (uint64_t)m->s.wpe << 4 | (uint64_t)m->s.eafe << 7;
	if (caps->fsts && rng_percent(&m->rng, 30))
		return some_page(m) | (rng_u64(&m->rng) & 0x10);
	return 0;
}

static uint64_t third_word(struct maker *m)
{
	uint64_t sre = m->s.supervisor ||
		       (m->setup->caps.srs && rng_percent(&m->rng, 40));

	return sre | first_fields(m) | maker_ignored(m, 0x60);
}

static void lay_pasid_entry(struct maker *m)
{
	const struct oracle_caps *caps = &m->setup->caps;
	uint64_t at = maker_pasid_slot(m);
	uint64_t did = rng_u64(&m->rng) & ((UINT64_C(16) << 2 * caps->nd) - 1);

	fuzz_case_store(m->c, at,
			(uint64_t)m->c->pgtt << 6 | MAKER_P | second_fields(m));
	fuzz_case_store(m->c, at + 8,
			(did ? did : 1) | (uint64_t)m->s.snoop << 23 |
				(uint64_t)(caps->sc && rng_percent(&m->rng, 50))
					<< 24);
	fuzz_case_store(m->c, at + 16, third_word(m));
}

/* ---- Second stage ------------------------------------------------------- */

/* R and W that an access needs; sometimes no more. */
static uint64_t ss_permission(struct maker *m, uint64_t need)
{
	return rng_percent(&m->rng, 85) ? MAKER_RW : need;
}

/* What every walk must find set when it cannot set it. */
static uint64_t ss_flags(const struct maker *m, bool leaf, bool dirty)
{
	if (!m->s.ssade || m->s.snoop)
		return 0;
	return SS_A | (leaf && dirty ? SS_D : 0);
}

/* Entries on the way of @addr to @page; false if one is in use otherwise. */
static bool lay_second(struct maker *m, uint64_t addr, unsigned int leaf,
		       uint64_t page, uint64_t need)
{
	for (unsigned int level = m->c->levels; level >= leaf; level--) {
		uint64_t at = maker_ss_slot(m, level, addr);
		uint64_t old = fuzz_case_load(m->c, at);
		uint64_t e = m->page[level - 1];

		if (old && (level == leaf || (old & MAKER_PS)))
			return false;
		if (old)
			continue;
		if (level == leaf)
			e = page & ~mask_below(maker_shift(leaf));
		e |= ss_permission(m, level == leaf ? need : MAKER_RW) |
		     maker_ignored(m, SS_IGNORED) |
		     ss_flags(m, level == leaf, need & MAKER_W);
		if (level == leaf && leaf > 1)
			e |= MAKER_PS;
		fuzz_case_store(m->c, at, e);
	}
	return true;
}

static uint64_t page_need(const struct maker *m)
{
	if (m->c->req.kind == ORACLE_READ)
		return MAKER_R;
	return m->c->req.kind == ORACLE_WRITE ? MAKER_W : MAKER_RW;
}

/* ---- First stage -------------------------------------------------------- */

static uint64_t fs_permission(struct maker *m)
{
	uint64_t e = MAKER_P;
	bool write = is_write(m) && (!m->s.supervisor || m->s.wpe);

	if (write || rng_percent(&m->rng, 85))
		e |= MAKER_W;
	if (!m->s.supervisor || rng_percent(&m->rng, 85))
		e |= FS_US;
	return e;
}

static uint64_t fs_flags(struct maker *m, bool leaf)
{
	uint64_t all = FS_A | (m->s.eafe ? FS_EA : 0);

	if (!m->s.snoop)
		return all | (leaf && is_write(m) ? FS_D : 0) |
		       maker_ignored(m, FS_D);
	return maker_ignored(m, FS_A | FS_D | FS_EA);
}

static void lay_first(struct maker *m)
{
	const struct maker_scalable *s = &m->s;

	for (unsigned int l = s->fs_levels; l >= s->fs_leaf; l--) {
		bool leaf = l == s->fs_leaf;
		uint64_t to = s->nested ? s->gpa[l - 1] :
					  m->page[MAKER_FS + l - 1];

		if (leaf)
			to = (s->nested ? s->gpa[0] : m->pa) &
			     ~mask_below(maker_shift(l));
		fuzz_case_store(m->c, maker_fs_slot(m, l),
				to | fs_permission(m) | fs_flags(m, leaf) |
					maker_ignored(m, FS_IGNORED) |
					(leaf && l > 1 ? MAKER_PS : 0));
	}
}

/* ---- Addresses ---------------------------------------------------------- */

/* A random address of @width bits that ends as @end does. */
static uint64_t address(struct maker *m, unsigned int width, uint64_t end,
			unsigned int same)
{
	return (rng_u64(&m->rng) & mask_below(width) & ~mask_below(same)) |
	       (end & mask_below(same));
}

static uint64_t canonical(uint64_t addr, unsigned int width)
{
	return addr >> (width - 1) & 1 ? addr | ~mask_below(width) : addr;
}

static unsigned int fs_leaf(struct maker *m)
{
	uint32_t r = rng_below(&m->rng, 10);

	if (r >= 8 && m->setup->caps.fs1gp)
		return 3;
	return r >= 5 ? 2 : 1;
}

static void pick_address(struct maker *m)
{
	struct maker_scalable *s = &m->s;
	unsigned int fs_width = 12 + 9 * s->fs_levels;
	unsigned int pgtt = m->c->pgtt;

	s->gpa[0] = address(m, m->width, m->pa, maker_shift(s->ss_leaf));
	do {
		uint64_t addr;

		if (pgtt == PASS)
			addr = m->pa;
		else if (pgtt == SECOND)
			addr = address(m, m->width, m->pa,
				       maker_shift(s->ss_leaf));
		else
			addr = canonical(address(m, fs_width,
						 s->nested ? s->gpa[0] : m->pa,
						 maker_shift(s->fs_leaf)),
					 fs_width);
		m->c->req.addr = addr;
	} while (m->c->req.addr >> 20 == 0xfee && !m->c->req.has_pasid);
}

/* Guest pages of the first stage, away from the page itself. */
static bool lay_guest_tables(struct maker *m)
{
	struct maker_scalable *s = &m->s;

	for (unsigned int l = s->fs_levels; l >= s->fs_leaf; l--) {
		bool laid = false;

		for (unsigned int tries = 0; !laid && tries < 8; tries++) {
			uint8_t words = m->c->words;

			s->gpa[l] = address(m, m->width, 0, 12);
			laid = lay_second(m, s->gpa[l], 1,
					  m->page[MAKER_FS + l], MAKER_RW);
			if (!laid)
				m->c->words = words;
		}
		if (!laid)
			return false;
	}
	return true;
}

/* ---- All of it ---------------------------------------------------------- */

static void pick_ways(struct maker *m)
{
	const struct oracle_caps *caps = &m->setup->caps;
	struct maker_scalable *s = &m->s;

	s->nested = m->c->pgtt == NESTED;
	s->fs_levels = (uint8_t)(4 + (caps->fs5lp && rng_percent(&m->rng, 40)));
	s->fs_leaf = (uint8_t)fs_leaf(m);
	s->ss_leaf = (uint8_t)maker_leaf(m);
	s->ssade = (m->c->pgtt == SECOND || s->nested) && caps->ssads &&
		   rng_percent(&m->rng, 50);
	s->eafe = caps->eafs && rng_percent(&m->rng, 50);
	s->wpe = caps->fsts && rng_percent(&m->rng, 50);
	s->snoop = caps->smpwcs && rng_percent(&m->rng, 85);
	m->c->levels = (uint8_t)maker_levels(m);
	m->c->leaf = s->nested || m->c->pgtt == SECOND ? s->ss_leaf :
							 s->fs_leaf;
	m->width = maker_shift(m->c->levels) + 9;
	if (m->width > caps->mgaw)
		m->width = caps->mgaw;
}

static bool lay(struct maker *m)
{
	m->c->words = 0;
	lay_context(m);
	pick_address(m);
	if (m->c->pgtt == SECOND &&
	    !lay_second(m, m->c->req.addr, m->s.ss_leaf, m->pa, page_need(m)))
		return false;
	if (m->s.nested &&
	    (!lay_second(m, m->s.gpa[0], m->s.ss_leaf, m->pa, page_need(m)) ||
	     !lay_guest_tables(m)))
		return false;
	if (m->c->pgtt == FIRST || m->s.nested)
		lay_first(m);
	lay_pasid_entry(m);
	return true;
}

void maker_lay_scalable(struct maker *m, unsigned int pgtt)
{
	struct fuzz_case *c = m->c;

	c->te = 1;
	c->pgtt = (uint8_t)pgtt;
	maker_pages(m);
	c->rtaddr = m->page[MAKER_ROOT] | 1 << 10;
	maker_kind(m);
	do {
		c->req.has_pasid = false;
		c->req.priv = false;
		m->s = (struct maker_scalable){ .pasid = 0 };
		pick_ways(m);
		maker_target(m);
	} while (!lay(m));
}
