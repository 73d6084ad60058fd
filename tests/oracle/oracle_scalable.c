/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

/* Scalable mode down to the PASID entry: 3.4.3, 9.2, 9.4 to 9.6. */

#include "oracle_internal.h"

/* PASID granular translation types, 9.6. */
enum { PGTT_FIRST = 1, PGTT_SECOND = 2, PGTT_NESTED = 3, PGTT_PASS = 4 };

struct context {
	uint64_t lo;
	uint64_t rid_pasid;
	unsigned int pdts_bits; /* PASIDs the directory has room for */
	bool paside;
	bool rid_priv;
};

struct pasid_entry {
	uint64_t word[8];
	unsigned int pgtt;
	unsigned int aw;
	unsigned int fspm;
};

static const uint64_t *read_whole(struct oracle_walk *w,
				  enum oracle_table table, uint64_t addr,
				  size_t len, uint64_t *words)
{
	const struct oracle_memory *memory = &w->state->memory;

	if (!oracle_read(w, table, 0, addr, len))
		return NULL;
	return memory->read(memory->ctx, addr, words, len) ? words : NULL;
}

static bool beyond_haw(const struct oracle_walk *w, uint64_t word)
{
	return word & oracle_from_bit(w->state->caps.haw);
}

/* 9.2: two halves of 8 bytes, devices 0-15 and 16-31. */
static bool root_entry(struct oracle_walk *w, uint64_t *context_table)
{
	uint64_t rta = oracle_pointer(w, w->state->rtaddr);
	uint64_t bus = w->req->sid >> 8;
	const struct oracle_step *e;
	uint64_t half;

	e = oracle_read(w, ORACLE_SCALABLE_ROOT, 0, rta + bus * 16, 16);
	if (!e)
		return oracle_fault(w, ORACLE_SRT_1);
	half = e->value[w->req->sid >> 7 & 1];
	if (!oracle_bits(half, 0, 0))
		return oracle_fault(w, ORACLE_SRT_2);
	if (oracle_bits(half, 11, 1) || beyond_haw(w, half))
		return oracle_fault(w, ORACLE_SRT_3);
	*context_table = half & ~UINT64_C(0xfff);
	return true;
}

/* 9.4, with no host permission tables. */
static bool context_reserved(const struct oracle_walk *w, const uint64_t *word)
{
	const struct oracle_caps *caps = &w->state->caps;

	return oracle_bits(word[0], 8, 5) ||
	       (oracle_bits(word[0], 4, 4) && !caps->prs) ||
	       (oracle_bits(word[0], 2, 2) && !caps->dt) ||
	       (oracle_bits(word[0], 3, 3) && !caps->pasid) ||
	       beyond_haw(w, word[0]) ||
	       (oracle_bits(word[1], 19, 0) && !caps->rps) ||
	       (oracle_bits(word[1], 20, 20) && !caps->rprivs) ||
	       oracle_bits(word[1], 63, 21) || word[2] || word[3];
}

static bool context_entry(struct oracle_walk *w, uint64_t table,
			  struct context *c)
{
	uint64_t word[4] = { 0 };
	uint64_t at = table + (uint64_t)(w->req->sid & 0x7f) * 32;

	if (!read_whole(w, ORACLE_SCALABLE_CONTEXT, at, 32, word))
		return oracle_fault(w, ORACLE_SCT_1);
	w->res->fpd |= oracle_bits(word[0], 1, 1);
	if (!oracle_bits(word[0], 0, 0))
		return oracle_fault(w, ORACLE_SCT_2);
	if (context_reserved(w, word))
		return oracle_fault(w, ORACLE_SCT_3);
	c->lo = word[0];
	c->rid_pasid = oracle_bits(word[1], 19, 0);
	c->rid_priv = oracle_bits(word[1], 20, 20);
	c->paside = oracle_bits(word[0], 3, 3);
	c->pdts_bits = (unsigned int)oracle_bits(word[0], 11, 9) + 13;
	/* .1: page requests, but no device TLB */
	if (c->rid_pasid >> c->pdts_bits ||
	    (oracle_bits(word[0], 4, 4) && !oracle_bits(word[0], 2, 2)))
		return oracle_fault(w, ORACLE_SCT_4);
	return true;
}

/* 4.2.5, and 9.4 for EPTR, which needs ECAP.PTRS: the page is not looked up. */
static bool host_address(struct oracle_walk *w)
{
	if (w->req->has_pasid)
		return oracle_fault(w, ORACLE_SCT_10);
	if (w->req->addr & oracle_from_bit(w->state->caps.haw))
		return oracle_fault(w, ORACLE_SGN_4);
	w->res->may_read = true;
	w->res->may_write = true;
	return oracle_output(w, w->req->addr);
}

/* 2.8 of the conditions: may this request be made with this PASID at all? */
static bool request_allowed(struct oracle_walk *w, const struct context *c)
{
	const struct oracle_caps *caps = &w->state->caps;
	const struct oracle_request *req = w->req;

	if ((req->translated || req->translation) && !oracle_bits(c->lo, 2, 2))
		return oracle_fault(w, ORACLE_SCT_5);
	if (req->translated)
		return host_address(w);
	if (!req->has_pasid)
		return true;
	if (!c->paside)
		return oracle_fault(w, ORACLE_SCT_6);
	if (req->pasid >> c->pdts_bits)
		return oracle_fault(w, ORACLE_SCT_7);
	if (req->pasid == c->rid_pasid &&
	    (caps->rps || oracle_other(w, ORACLE_Q_RID_ZERO)))
		return oracle_fault(w, ORACLE_SCT_9);
	return true;
}

/* 9.5: 8 bytes, indexed by PASID 19:6. */
static bool directory_entry(struct oracle_walk *w, const struct context *c,
			    uint32_t pasid, uint64_t *table)
{
	uint64_t base = c->lo & ~UINT64_C(0xfff);
	const struct oracle_step *e;

	e = oracle_read(w, ORACLE_PASID_DIRECTORY, 0,
			base + (uint64_t)(pasid >> 6) * 8, 8);
	if (!e)
		return oracle_fault(w, ORACLE_SPD_1);
	w->res->fpd |= oracle_bits(e->value[0], 1, 1);
	if (!oracle_bits(e->value[0], 0, 0))
		return oracle_fault(w, ORACLE_SPD_2);
	if (oracle_bits(e->value[0], 11, 2) || beyond_haw(w, e->value[0]))
		return oracle_fault(w, ORACLE_SPD_3);
	*table = e->value[0] & ~UINT64_C(0xfff);
	return true;
}

/* A reserved field: @bits of @word that hold something without @feature. */
static bool without(bool feature, uint64_t word, unsigned int hi,
		    unsigned int lo)
{
	return !feature && oracle_bits(word, hi, lo);
}

/*
 * AW is reserved without SSTS, and ignored by every PGTT that is then left.
 * Linux 6.1 writes it; a unit that refused it could not be driven.
 */
static bool first_word_reserved(const struct oracle_caps *caps, uint64_t word)
{
	return oracle_bits(word, 5, 5) || oracle_bits(word, 11, 10) ||
	       without(caps->ssts && caps->ssads, word, 9, 9) ||
	       without(caps->ssts, word, 63, 12);
}

static bool second_word_reserved(const struct oracle_caps *caps, uint64_t word)
{
	unsigned int did_bits = 4u + 2u * caps->nd;

	return (did_bits < 16 && oracle_bits(word, 15, did_bits)) ||
	       oracle_bits(word, 22, 16) ||
	       without(caps->smpwcs, word, 23, 23) ||
	       without(caps->sc, word, 24, 24) || oracle_bits(word, 63, 25);
}

static bool third_word_reserved(const struct oracle_caps *caps, uint64_t word)
{
	return without(caps->srs, word, 0, 0) || oracle_bits(word, 1, 1) ||
	       without(caps->fsts, word, 4, 2) ||
	       without(caps->eafs, word, 7, 7) || oracle_bits(word, 11, 8) ||
	       without(caps->fsts, word, 63, 12);
}

/* The pointers have no width beyond HAW, whether the PGTT uses them or not. */
static bool pointer_reserved(struct oracle_walk *w, const struct pasid_entry *e)
{
	bool first = e->pgtt == PGTT_FIRST || e->pgtt == PGTT_NESTED;
	bool second = e->pgtt == PGTT_SECOND || e->pgtt == PGTT_NESTED;
	bool bad_first = beyond_haw(w, e->word[2]);
	bool bad_second = beyond_haw(w, e->word[0]);

	if ((first && bad_first) || (second && bad_second))
		return true;
	return (bad_first || bad_second) && !oracle_other(w, ORACLE_Q_POINTER);
}

static bool entry_reserved(struct oracle_walk *w, const struct pasid_entry *e)
{
	const struct oracle_caps *caps = &w->state->caps;
	uint64_t rest = 0;

	for (unsigned int i = 3; i < 8; i++)
		rest |= e->word[i];
	return rest || first_word_reserved(caps, e->word[0]) ||
	       second_word_reserved(caps, e->word[1]) ||
	       third_word_reserved(caps, e->word[2]) || pointer_reserved(w, e);
}

static bool pgtt_supported(const struct oracle_caps *caps, unsigned int pgtt)
{
	switch (pgtt) {
	case PGTT_FIRST:
		return caps->fsts;
	case PGTT_SECOND:
		return caps->ssts;
	case PGTT_NESTED:
		return caps->nest;
	case PGTT_PASS:
		return caps->pt;
	default:
		return false;
	}
}

static unsigned int width_of(const struct oracle_walk *w, unsigned int aw)
{
	unsigned int width = 30 + 9 * aw;
	unsigned int mgaw = w->state->caps.mgaw;

	return width < mgaw ? width : mgaw;
}

/* SPT.4: a present entry that makes no sense. */
static bool entry_invalid(struct oracle_walk *w, const struct pasid_entry *e)
{
	const struct oracle_caps *caps = &w->state->caps;
	bool first = e->pgtt == PGTT_FIRST || e->pgtt == PGTT_NESTED;
	bool second = e->pgtt == PGTT_SECOND || e->pgtt == PGTT_NESTED;
	bool bad_fspm = e->fspm > 1 || (e->fspm == 1 && !caps->fs5lp);

	if (!pgtt_supported(caps, e->pgtt))
		return true;
	if (second && (e->aw < 1 || e->aw > 3 || !(caps->sagaw >> e->aw & 1)))
		return true;
	if (bad_fspm && (first || oracle_other(w, ORACLE_Q_FSPM)))
		return true;
	return e->pgtt == PGTT_NESTED && (oracle_pointer(w, e->word[2]) &
					  oracle_from_bit(width_of(w, e->aw)));
}

static void note_space(struct oracle_walk *w, const struct pasid_entry *e)
{
	bool first = e->pgtt == PGTT_FIRST || e->pgtt == PGTT_NESTED;
	bool second = e->pgtt == PGTT_SECOND || e->pgtt == PGTT_NESTED;

	w->space = (struct oracle_space){
		.fs_root = oracle_pointer(w, e->word[2]),
		.ss_root = oracle_pointer(w, e->word[0]),
		.fs_levels = first ? e->fspm + 4 : 0,
		.ss_levels = second ? e->aw + 2 : 0,
		.ss_width = second ? width_of(w, e->aw) : 0,
		.nested = e->pgtt == PGTT_NESTED,
		.wpe = oracle_bits(e->word[2], 4, 4),
		.eafe = oracle_bits(e->word[2], 7, 7),
		.ssade = oracle_bits(e->word[0], 9, 9),
		.snoop = oracle_bits(e->word[1], 23, 23),
	};
	w->res->did = (uint16_t)oracle_bits(e->word[1], 15, 0);
	w->res->pgtt = (uint8_t)e->pgtt;
}

/* 9.6: 64 bytes, indexed by PASID 5:0. */
static bool pasid_entry(struct oracle_walk *w, uint64_t table, uint32_t pasid,
			struct pasid_entry *e)
{
	uint64_t at = table + (uint64_t)(pasid & 63) * 64;

	if (!read_whole(w, ORACLE_PASID_ENTRY, at, 64, e->word))
		return oracle_fault(w, ORACLE_SPT_1);
	w->res->fpd |= oracle_bits(e->word[0], 1, 1);
	if (!oracle_bits(e->word[0], 0, 0))
		return oracle_fault(w, ORACLE_SPT_2);
	e->pgtt = (unsigned int)oracle_bits(e->word[0], 8, 6);
	e->aw = (unsigned int)oracle_bits(e->word[0], 4, 2);
	e->fspm = (unsigned int)oracle_bits(e->word[2], 3, 2);
	if (entry_reserved(w, e))
		return oracle_fault(w, ORACLE_SPT_3);
	if (entry_invalid(w, e))
		return oracle_fault(w, ORACLE_SPT_4);
	note_space(w, e);
	return true;
}

static bool pass_through(struct oracle_walk *w)
{
	if (w->req->addr & oracle_from_bit(w->state->caps.haw))
		return oracle_fault(w, ORACLE_SGN_4);
	w->res->may_read = true;
	w->res->may_write = true;
	return oracle_output(w, w->req->addr);
}

static bool translate(struct oracle_walk *w, unsigned int pgtt)
{
	if (pgtt == PGTT_PASS)
		return pass_through(w);
	if (pgtt == PGTT_SECOND)
		return oracle_second_stage_only(w);
	return oracle_first_stage(w);
}

/* SPT.6, which may come after what is wrong with the address itself. */
static bool supervisor_refused(struct oracle_walk *w, unsigned int pgtt)
{
	struct oracle_result *res = w->res;
	unsigned int steps = res->steps;

	if (!oracle_other(w, ORACLE_Q_SRE))
		return oracle_fault(w, ORACLE_SPT_6);
	translate(w, pgtt);
	if (res->outcome == ORACLE_FAULT &&
	    (res->reason == ORACLE_SGN_1 || res->reason == ORACLE_SGN_4 ||
	     res->reason == ORACLE_SGN_5))
		return false;
	res->steps = (uint8_t)steps;
	return oracle_fault(w, ORACLE_SPT_6);
}

static bool with_pasid(struct oracle_walk *w, const struct context *c)
{
	const struct oracle_request *req = w->req;
	uint32_t pasid = req->has_pasid ? req->pasid : (uint32_t)c->rid_pasid;
	bool execute = req->has_pasid && req->exec;
	struct pasid_entry e = { .pgtt = 0 };
	uint64_t table = 0;

	w->supervisor = req->has_pasid ? req->priv : c->rid_priv;
	if (execute && oracle_other(w, ORACLE_Q_ER))
		return oracle_fault(w, ORACLE_SPT_5);
	if (!directory_entry(w, c, pasid, &table) ||
	    !pasid_entry(w, table, pasid, &e))
		return false;
	if (execute)
		return oracle_fault(w, ORACLE_SPT_5);
	if (w->supervisor && !oracle_bits(e.word[2], 0, 0))
		return supervisor_refused(w, e.pgtt);
	return translate(w, e.pgtt);
}

static bool pasid_too_wide(const struct oracle_walk *w)
{
	return w->req->has_pasid && w->req->pasid >> (w->state->caps.pss + 1);
}

bool oracle_scalable(struct oracle_walk *w)
{
	struct context c = { 0 };
	uint64_t context_table = 0;
	bool late = false;

	w->scalable = true;
	if (pasid_too_wide(w)) {
		late = oracle_other(w, ORACLE_Q_PSS);
		if (!late)
			return oracle_fault(w, ORACLE_SGN_10);
	}
	if (!root_entry(w, &context_table) ||
	    !context_entry(w, context_table, &c) || !request_allowed(w, &c))
		return false;
	if (late)
		return oracle_fault(w, ORACLE_SGN_10);
	return with_pasid(w, &c);
}
