/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "oracle_internal.h"

/* 3.7: a level resolves 9 bits; level 1 lies above the 4 KiB offset. */
static unsigned int page_shift(unsigned int level)
{
	return 12 + 9 * (level - 1);
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
	if (large && oracle_bits(entry, page_shift(level) - 1, 12))
		return true;
	if (oracle_bits(entry, 11, 11) && !(is_leaf(entry, level) && caps->sc))
		return true;
	if (oracle_bits(entry, 62, 62))
		return true;
	return oracle_bits(entry, 51, 12) >> (caps->haw - 12);
}

/*
 * 3.7.1 and 3.14: the permissions so far against what is asked. A
 * zero-length read is content with write permission if CAP.ZLR says so.
 */
static enum oracle_reason permission(const struct oracle_walk *w)
{
	const struct oracle_request *req = w->req;
	const struct oracle_result *res = w->res;
	bool zlr = req->zero_length && w->state->caps.zlr;

	if (req->kind != ORACLE_READ && !res->may_write)
		return ORACLE_LGN_2;
	if (req->kind == ORACLE_WRITE || res->may_read)
		return ORACLE_NO_FAULT;
	if (req->kind == ORACLE_READ && zlr && res->may_write)
		return ORACLE_NO_FAULT;
	return ORACLE_LGN_3;
}

static bool leaf(struct oracle_walk *w, uint64_t entry, unsigned int level)
{
	uint64_t offset_mask = (UINT64_C(1) << page_shift(level)) - 1;
	uint64_t frame = entry & ~oracle_from_bit(w->state->caps.haw) &
			 ~offset_mask;

	w->res->page_size = offset_mask + 1;
	return oracle_output(w, frame | (w->req->addr & offset_mask));
}

bool oracle_second_stage(struct oracle_walk *w, uint64_t sspt,
			 unsigned int levels,
			 enum oracle_reason unreadable_root)
{
	uint64_t table = sspt;

	w->res->may_read = true;
	w->res->may_write = true;
	for (unsigned int level = levels; level >= 1; level--) {
		unsigned int shift = page_shift(level);
		uint64_t index = oracle_bits(w->req->addr, shift + 8, shift);
		const struct oracle_step *e;
		enum oracle_reason denied;

		e = oracle_read(w, ORACLE_SECOND_STAGE, level,
				table + index * 8, 8);
		if (!e)
			return oracle_fault(w, level == levels ?
						       unreadable_root :
						       ORACLE_LSS_1);
		w->res->may_read &= oracle_bits(e->value[0], 0, 0);
		w->res->may_write &= oracle_bits(e->value[0], 1, 1);
		denied = permission(w);
		if (denied != ORACLE_NO_FAULT)
			return oracle_fault(w, denied);
		if (entry_reserved(&w->state->caps, e->value[0], level))
			return oracle_fault(w, ORACLE_LSS_2);
		if (is_leaf(e->value[0], level))
			return leaf(w, e->value[0], level);
		table = e->value[0] & ~oracle_from_bit(w->state->caps.haw) &
			~UINT64_C(0xfff);
	}
	return false;
}
