/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

/* First-stage and nested translation: 3.6, 3.8, 9.7. */

#include "oracle_internal.h"

#define FS_A  (UINT64_C(1) << 5)
#define FS_D  (UINT64_C(1) << 6)
#define FS_EA (UINT64_C(1) << 10)

/* What the walk has met so far. */
struct rights {
	bool user;  /* U/S = 1 in all entries */
	bool write; /* R/W = 1 in all entries */
	bool late;  /* a lack shows at the leaf only */
	bool last;  /* or even after the page's second stage */
};

/* One entry and how it was reached. */
struct entry {
	unsigned int level;
	uint64_t value;
	bool leaf;
	bool reserved;
	bool too_wide; /* nested: its address is beyond the second stage */
	uint8_t step;
	struct oracle_ss way; /* nested: to the entry itself */
};

static bool is_leaf(uint64_t value, unsigned int level)
{
	return level == 1 || (level <= 3 && oracle_bits(value, 7, 7));
}

/* 3.6: PS where no page can be, low bits of a large page, 51:HAW. */
static bool entry_reserved(const struct oracle_caps *caps, uint64_t value,
			   unsigned int level)
{
	bool ps = level > 1 && oracle_bits(value, 7, 7);

	if (ps && (level > 3 || (level == 3 && !caps->fs1gp)))
		return true;
	if (ps && oracle_bits(value, oracle_page_shift(level) - 1, 13))
		return true;
	return oracle_bits(value, 51, 12) >> (caps->haw - 12);
}

/* Bits 51:N of the address an entry holds, without PAT of a large page. */
static uint64_t address_of(uint64_t value, bool leaf, unsigned int level)
{
	uint64_t addr = value & UINT64_C(0xffffffffff000);

	return leaf ? addr & ~((UINT64_C(1) << oracle_page_shift(level)) - 1) :
		      addr;
}

/*
 * 3.8.1: the way to an entry at guest address @addr. With A/D bits in use in
 * the second stage reading it needs W too.
 */
static bool nested_way(struct oracle_walk *w, uint64_t addr, bool top,
		       struct oracle_ss *way)
{
	*way = (struct oracle_ss){
		.addr = addr,
		.read = true,
		.write = w->space.ssade,
		.may_dirty = true,
		.unreadable_top = ORACLE_SSS_4,
		.no_read = top ? ORACLE_SFS_6 : ORACLE_SFS_7,
		.no_write = top ? ORACLE_SFS_6 : ORACLE_SFS_7,
	};
	if (w->space.ssade && (w->state->choices >> ORACLE_Q_FS_READ_WRITE & 1))
		way->no_write = ORACLE_SFS_8;
	/* Open only where setting it can fail. */
	if (w->space.ssade && (!w->space.snoop || w->state->memory.locked))
		way->dirty = oracle_other(w, ORACLE_Q_FS_READ_DIRTIES);
	if (oracle_second_stage(w, way))
		return true;
	/* Only now it is known that the answer mattered. */
	if (way->write && !way->may_write)
		oracle_other(w, ORACLE_Q_FS_READ_WRITE);
	return false;
}

static bool read_entry(struct oracle_walk *w, uint64_t addr, struct entry *e)
{
	const struct oracle_caps *caps = &w->state->caps;
	bool top = e->level == w->space.fs_levels;
	const struct oracle_step *step;
	uint64_t held;

	e->way.host = addr;
	if (w->space.nested && !nested_way(w, addr, top, &e->way))
		return false;
	step = oracle_read(w, ORACLE_FIRST_STAGE, e->level, e->way.host, 8);
	if (!step)
		return oracle_fault(w, top ? ORACLE_SFS_4 : ORACLE_SFS_1);
	e->step = (uint8_t)(w->res->steps - 1);
	e->value = step->value[0];
	e->leaf = is_leaf(e->value, e->level);
	e->reserved = entry_reserved(caps, e->value, e->level);
	held = address_of(e->value, e->leaf, e->level);
	e->too_wide = w->space.nested &&
		      (held & oracle_from_bit(w->space.ss_width));
	return true;
}

/* 3.6.1: NO_FAULT, SGN.2 or SGN.6. Reads of a supervisor are always right. */
static enum oracle_reason denied(struct oracle_walk *w, const struct rights *r)
{
	bool no_user = !w->supervisor && !r->user;
	bool no_write = w->req->kind != ORACLE_READ && !r->write &&
			!(w->supervisor && !w->space.wpe);

	if (no_user && no_write)
		return oracle_other(w, ORACLE_Q_FS_WHICH) ? ORACLE_SGN_6 :
							    ORACLE_SGN_2;
	if (no_user)
		return ORACLE_SGN_2;
	return no_write ? ORACLE_SGN_6 : ORACLE_NO_FAULT;
}

/* SFS.3 and SFS.5 of a present entry. */
static enum oracle_reason malformed(struct oracle_walk *w,
				    const struct entry *e)
{
	if (e->reserved && e->too_wide)
		return oracle_other(w, ORACLE_Q_FS_WIDTH) ? ORACLE_SFS_5 :
							    ORACLE_SFS_3;
	if (e->reserved)
		return ORACLE_SFS_3;
	return e->too_wide ? ORACLE_SFS_5 : ORACLE_NO_FAULT;
}

static enum oracle_reason judge(struct oracle_walk *w, const struct entry *e,
				struct rights *r)
{
	enum oracle_reason bad;
	enum oracle_reason no;

	if (!oracle_bits(e->value, 0, 0))
		return ORACLE_SFS_2;
	r->write &= oracle_bits(e->value, 1, 1);
	r->user &= oracle_bits(e->value, 2, 2);
	bad = malformed(w, e);
	no = r->late ? ORACLE_NO_FAULT : denied(w, r);
	if (bad != ORACLE_NO_FAULT && no != ORACLE_NO_FAULT)
		return oracle_other(w, ORACLE_Q_FS_ORDER) ? bad : no;
	if (bad != ORACLE_NO_FAULT || no == ORACLE_NO_FAULT)
		return bad;
	if (!e->leaf)
		r->late = oracle_other(w, ORACLE_Q_FS_LATE);
	return r->late || e->leaf ? ORACLE_NO_FAULT : no;
}

/* At the leaf: what is still denied, unless the second stage speaks first. */
static enum oracle_reason judge_leaf(struct oracle_walk *w, struct rights *r)
{
	enum oracle_reason no = denied(w, r);

	if (no != ORACLE_NO_FAULT && w->space.nested)
		r->last = oracle_other(w, ORACLE_Q_FS_LAST);
	return r->last ? ORACLE_NO_FAULT : no;
}

static bool note_use(struct oracle_walk *w, const struct entry *e,
		     const struct rights *r)
{
	struct oracle_update u = {
		.step = e->step,
		.first_stage = true,
		.no_write = w->space.nested && !e->way.may_write,
		.ss_leaf = e->way.leaf,
		.bits = FS_A | (w->space.eafe ? FS_EA : 0),
	};

	if (e->leaf && w->req->kind != ORACLE_READ && !r->last)
		u.bits |= FS_D;
	return oracle_update(w, &u);
}

/* The page itself, at @addr of the first stage's output. */
static bool page(struct oracle_walk *w, uint64_t addr, const struct rights *r)
{
	enum oracle_reason no = r->last ? denied(w, r) : ORACLE_NO_FAULT;

	if (!w->space.nested)
		return oracle_output(w, addr);
	if (no == ORACLE_NO_FAULT)
		return oracle_second_stage_page(w, addr);
	/* All that the second stage may say comes before the lack. */
	oracle_second_stage_page(w, addr);
	if (w->res->outcome != ORACLE_PASS && w->res->reason != ORACLE_SGN_8)
		return false;
	return oracle_fault(w, no);
}

static bool canonical(uint64_t addr, unsigned int levels)
{
	uint64_t high = oracle_from_bit(oracle_page_shift(levels) + 8);

	return (addr & high) == 0 || (addr & high) == high;
}

static bool walk(struct oracle_walk *w)
{
	struct rights r = { .user = true, .write = true };
	uint64_t table = w->space.fs_root;

	for (unsigned int level = w->space.fs_levels; level; level--) {
		unsigned int shift = oracle_page_shift(level);
		uint64_t index = oracle_bits(w->req->addr, shift + 8, shift);
		struct entry e = { .level = level };
		enum oracle_reason why;

		if (!read_entry(w, table + index * 8, &e))
			return false;
		why = judge(w, &e, &r);
		if (why == ORACLE_NO_FAULT && e.leaf)
			why = judge_leaf(w, &r);
		if (why != ORACLE_NO_FAULT)
			return oracle_fault(w, why);
		if (!note_use(w, &e, &r))
			return false;
		table = address_of(e.value, e.leaf, level);
		if (e.leaf) {
			uint64_t offset = (UINT64_C(1) << shift) - 1;

			w->res->page_size = offset + 1;
			w->res->may_write = r.write;
			return page(w, table | (w->req->addr & offset), &r);
		}
	}
	return false;
}

bool oracle_first_stage(struct oracle_walk *w)
{
	w->res->may_read = true;
	w->res->may_write = true;
	if (!canonical(w->req->addr, w->space.fs_levels))
		return oracle_fault(w, ORACLE_SGN_1);
	return walk(w);
}
