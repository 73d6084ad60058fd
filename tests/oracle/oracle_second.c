/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "oracle_internal.h"

#define SS_A (UINT64_C(1) << 8)
#define SS_D (UINT64_C(1) << 9)

/* The reasons of the mode. */
struct reasons {
	enum oracle_reason unreadable;
	enum oracle_reason reserved;
};

static struct reasons reasons_of(const struct oracle_walk *w)
{
	if (w->scalable)
		return (struct reasons){ ORACLE_SSS_1, ORACLE_SSS_3 };
	return (struct reasons){ ORACLE_LSS_1, ORACLE_LSS_2 };
}

static bool large_page_supported(const struct oracle_caps *caps,
				 unsigned int level)
{
	return (level == 2 && (caps->sslps & 1)) ||
	       (level == 3 && (caps->sslps & 2));
}

static bool is_leaf(uint64_t entry, unsigned int level)
{
	return level == 1 || oracle_bits(entry, 7, 7);
}

/* 9.8: reserved fields of an entry that has R or W set. */
static bool entry_reserved(const struct oracle_caps *caps, uint64_t entry,
			   unsigned int level)
{
	bool large = level > 1 && oracle_bits(entry, 7, 7);

	if (large && !large_page_supported(caps, level))
		return true;
	if (large && oracle_bits(entry, oracle_page_shift(level) - 1, 12))
		return true;
	if (oracle_bits(entry, 11, 11) && !(is_leaf(entry, level) && caps->sc))
		return true;
	if (oracle_bits(entry, 62, 62))
		return true;
	return oracle_bits(entry, 51, 12) >> (caps->haw - 12);
}

/*
 * 3.7.1 and 3.14: the permissions so far against what is asked. A
 * zero-length read is content with write permission if CAP.ZLR says so. In
 * scalable mode a lack of both has a reason of its own (7.1.3).
 */
static enum oracle_reason permission(const struct oracle_walk *w,
				     const struct oracle_ss *ss)
{
	bool zlr = ss->zero_length && w->state->caps.zlr;

	if (w->scalable && !ss->may_read && !ss->may_write)
		return ORACLE_SSS_2;
	if (ss->write && !ss->may_write)
		return ss->no_write;
	if (!ss->read || ss->may_read || (zlr && ss->may_write))
		return ORACLE_NO_FAULT;
	return ss->no_read;
}

/*
 * What one entry says about the request: NO_FAULT to go on. In legacy mode
 * permission comes first; in scalable mode only an entry that grants something
 * has reserved bits, and the rest is open.
 */
static enum oracle_reason judge(struct oracle_walk *w,
				const struct oracle_ss *ss, uint64_t entry,
				unsigned int level, bool *late)
{
	bool reserved = entry_reserved(&w->state->caps, entry, level);
	enum oracle_reason bad = reasons_of(w).reserved;
	enum oracle_reason denied = permission(w, ss);

	if (!w->scalable)
		return denied != ORACLE_NO_FAULT ? denied :
		       reserved                  ? bad :
						   ORACLE_NO_FAULT;
	if (!oracle_bits(entry, 1, 0))
		return ORACLE_SSS_2;
	if (denied == ORACLE_NO_FAULT || *late)
		return reserved ? bad : ORACLE_NO_FAULT;
	if (reserved && oracle_other(w, ORACLE_Q_SS_ORDER))
		return bad;
	if (!is_leaf(entry, level) || reserved)
		*late = oracle_other(w, ORACLE_Q_SS_LATE);
	if (*late)
		return reserved ? bad : ORACLE_NO_FAULT;
	return denied;
}

static bool note_use(struct oracle_walk *w, const struct oracle_ss *ss,
		     unsigned int step, bool leaf)
{
	struct oracle_update u = { .step = (uint8_t)step, .bits = SS_A };

	if (!w->space.ssade)
		return true;
	if (leaf && ss->dirty)
		u.bits |= SS_D;
	if (leaf && ss->may_dirty)
		w->res->step[step].may |= SS_D;
	return oracle_update(w, &u);
}

static void found(struct oracle_walk *w, struct oracle_ss *ss, uint64_t entry,
		  unsigned int level)
{
	uint64_t offset = (UINT64_C(1) << oracle_page_shift(level)) - 1;

	ss->page_size = offset + 1;
	ss->host = (oracle_pointer(w, entry) & ~offset) | (ss->addr & offset);
	ss->leaf = (uint8_t)(w->res->steps - 1);
}

bool oracle_second_stage(struct oracle_walk *w, struct oracle_ss *ss)
{
	uint64_t table = w->space.ss_root;
	bool late = false;

	ss->may_read = true;
	ss->may_write = true;
	for (unsigned int level = w->space.ss_levels; level; level--) {
		unsigned int shift = oracle_page_shift(level);
		uint64_t index = oracle_bits(ss->addr, shift + 8, shift);
		struct oracle_step *e = oracle_read(
			w, ORACLE_SECOND_STAGE, level, table + index * 8, 8);
		enum oracle_reason why;
		bool leaf;

		if (!e)
			return oracle_fault(w,
					    level == w->space.ss_levels ?
						    ss->unreadable_top :
						    reasons_of(w).unreadable);
		leaf = is_leaf(e->value[0], level);
		ss->may_read &= oracle_bits(e->value[0], 0, 0);
		ss->may_write &= oracle_bits(e->value[0], 1, 1);
		why = judge(w, ss, e->value[0], level, &late);
		if (why == ORACLE_NO_FAULT && leaf)
			why = permission(w, ss);
		if (why != ORACLE_NO_FAULT)
			return oracle_fault(w, why);
		if (!note_use(w, ss, w->res->steps - 1u, leaf))
			return false;
		if (leaf) {
			found(w, ss, e->value[0], level);
			return true;
		}
		table = oracle_pointer(w, e->value[0]);
	}
	return false;
}

static uint64_t smaller(uint64_t a, uint64_t b)
{
	return a && a < b ? a : b;
}

bool oracle_second_stage_page(struct oracle_walk *w, uint64_t addr)
{
	const struct oracle_request *req = w->req;
	struct oracle_ss ss = {
		.addr = addr,
		.read = req->kind != ORACLE_WRITE,
		.write = req->kind != ORACLE_READ,
		.zero_length = req->zero_length,
		.dirty = req->kind != ORACLE_READ,
		.unreadable_top = w->scalable ? ORACLE_SSS_4 : ORACLE_LCT_4,
		.no_read = w->scalable ? ORACLE_SGN_7 : ORACLE_LGN_3,
		.no_write = w->scalable ? ORACLE_SGN_6 : ORACLE_LGN_2,
	};

	if (!oracle_second_stage(w, &ss))
		return false;
	w->res->page_size = smaller(w->res->page_size, ss.page_size);
	w->res->may_read &= ss.may_read;
	w->res->may_write &= ss.may_write;
	return oracle_output(w, ss.host);
}

bool oracle_second_stage_only(struct oracle_walk *w)
{
	w->res->may_read = true;
	w->res->may_write = true;
	if (w->req->addr & oracle_from_bit(w->space.ss_width))
		return oracle_fault(w,
				    w->scalable ? ORACLE_SGN_5 : ORACLE_LGN_1);
	return oracle_second_stage_page(w, w->req->addr);
}
