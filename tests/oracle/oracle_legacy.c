/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "oracle_internal.h"

/* Translation types of a context entry, 9.3. */
enum { TT_UNTRANSLATED = 0, TT_ALL = 1, TT_PASS_THROUGH = 2 };

struct context {
	uint64_t lo;
	uint64_t hi;
	unsigned int tt;
	unsigned int aw;
};

/* 9.1: 16 bytes, indexed by bus. */
static bool root_entry(struct oracle_walk *w, uint64_t *context_table)
{
	const struct oracle_caps *caps = &w->state->caps;
	uint64_t rta = w->state->rtaddr & ~UINT64_C(0xfff) &
		       ~oracle_from_bit(caps->haw);
	uint64_t bus = w->req->sid >> 8;
	const struct oracle_step *e;

	e = oracle_read(w, ORACLE_ROOT, 0, rta + bus * 16, 16);
	if (!e)
		return oracle_fault(w, ORACLE_LRT_1);
	if (!oracle_bits(e->value[0], 0, 0))
		return oracle_fault(w, ORACLE_LRT_2);
	if (oracle_bits(e->value[0], 11, 1) || e->value[1] ||
	    (e->value[0] & oracle_from_bit(caps->haw)))
		return oracle_fault(w, ORACLE_LRT_3);
	*context_table = e->value[0] & ~UINT64_C(0xfff);
	return true;
}

/*
 * 9.3: reserved bits of a present entry. DID bits past CAP.ND are too, those of
 * SSPTPTR only where it is not ignored.
 */
static bool context_reserved(const struct oracle_caps *caps,
			     const struct context *c)
{
	unsigned int did_bits = 4u + 2u * caps->nd;

	return oracle_bits(c->lo, 11, 4) ||
	       (c->tt != TT_PASS_THROUGH &&
		(c->lo & oracle_from_bit(caps->haw))) ||
	       oracle_bits(c->hi, 7, 7) ||
	       (c->hi & oracle_from_bit(8 + did_bits));
}

static bool tt_supported(const struct oracle_caps *caps, unsigned int tt)
{
	return tt == TT_UNTRANSLATED || (tt == TT_ALL && caps->dt) ||
	       (tt == TT_PASS_THROUGH && caps->pt);
}

static bool aw_supported(const struct oracle_caps *caps, unsigned int aw)
{
	return aw >= 1 && aw <= 3 && (caps->sagaw >> aw & 1);
}

/* 9.3: 16 bytes, indexed by device and function. */
static bool context_entry(struct oracle_walk *w, uint64_t context_table,
			  struct context *c)
{
	const struct oracle_caps *caps = &w->state->caps;
	uint64_t devfn = w->req->sid & 0xff;
	const struct oracle_step *e;

	e = oracle_read(w, ORACLE_CONTEXT, 0, context_table + devfn * 16, 16);
	if (!e)
		return oracle_fault(w, ORACLE_LCT_1);
	c->lo = e->value[0];
	c->hi = e->value[1];
	c->tt = (unsigned int)oracle_bits(c->lo, 3, 2);
	c->aw = (unsigned int)oracle_bits(c->hi, 2, 0);
	w->res->fpd = oracle_bits(c->lo, 1, 1);
	if (!oracle_bits(c->lo, 0, 0))
		return oracle_fault(w, ORACLE_LCT_2);
	if (context_reserved(caps, c))
		return oracle_fault(w, ORACLE_LCT_3);
	w->res->did = (uint16_t)oracle_bits(c->hi, 23, 8);
	if (!aw_supported(caps, c->aw) || !tt_supported(caps, c->tt))
		return oracle_fault(w, ORACLE_LCT_4);
	return true;
}

/* 3.9 and 4.2.4: the address is a host address already. */
static bool identity(struct oracle_walk *w)
{
	if (w->req->addr & oracle_from_bit(w->state->caps.haw))
		return oracle_fault(w, ORACLE_LGN_1);
	w->res->may_read = true;
	w->res->may_write = true;
	return oracle_output(w, w->req->addr);
}

static bool untranslated(struct oracle_walk *w, const struct context *c)
{
	const struct oracle_caps *caps = &w->state->caps;
	unsigned int width = 30 + 9 * c->aw;

	w->space.ss_root = c->lo & ~UINT64_C(0xfff);
	w->space.ss_levels = c->aw + 2;
	w->space.ss_width = width < caps->mgaw ? width : caps->mgaw;
	return oracle_second_stage_only(w);
}

bool oracle_legacy(struct oracle_walk *w)
{
	struct context c = { 0 };
	uint64_t context_table = 0;

	if (!root_entry(w, &context_table))
		return false;
	if (!context_entry(w, context_table, &c))
		return false;
	if ((w->req->translated || w->req->translation) && c.tt != TT_ALL)
		return oracle_fault(w, ORACLE_LCT_5);
	if (w->req->translated || c.tt == TT_PASS_THROUGH)
		return identity(w);
	return untranslated(w, &c);
}
