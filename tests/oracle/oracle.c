/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "oracle_internal.h"

#include <string.h>

#define INTERRUPT_RANGE UINT64_C(0xfee) /* address 63:20 */

void oracle_caps_from(struct oracle_caps *caps, uint64_t cap, uint64_t ecap,
		      unsigned int haw)
{
	*caps = (struct oracle_caps){
		.haw = (uint8_t)haw,
		.mgaw = (uint8_t)(oracle_bits(cap, 21, 16) + 1),
		.sagaw = (uint8_t)oracle_bits(cap, 12, 8),
		.sslps = (uint8_t)oracle_bits(cap, 37, 34),
		.nd = (uint8_t)oracle_bits(cap, 2, 0),
		.zlr = oracle_bits(cap, 22, 22),
		.pt = oracle_bits(ecap, 6, 6),
		.dt = oracle_bits(ecap, 2, 2),
		.nwfs = oracle_bits(ecap, 33, 33),
		.prs = oracle_bits(ecap, 29, 29),
		.sc = oracle_bits(ecap, 7, 7),
		.adms = oracle_bits(ecap, 52, 52),
		.smts = oracle_bits(ecap, 43, 43),
		.fsts = oracle_bits(ecap, 47, 47),
		.ssts = oracle_bits(ecap, 46, 46),
		.nest = oracle_bits(ecap, 26, 26),
		.pasid = oracle_bits(ecap, 40, 40),
		.rps = oracle_bits(ecap, 49, 49),
		.rprivs = oracle_bits(ecap, 53, 53),
		.srs = oracle_bits(ecap, 31, 31),
		.ssads = oracle_bits(ecap, 45, 45),
		.eafs = oracle_bits(ecap, 34, 34),
		.smpwcs = oracle_bits(ecap, 48, 48),
		.fs1gp = oracle_bits(cap, 56, 56),
		.fs5lp = oracle_bits(cap, 60, 60),
		.pss = (uint8_t)oracle_bits(ecap, 39, 35),
		.ir = oracle_bits(ecap, 3, 3),
		.eim = oracle_bits(ecap, 4, 4),
		.eimer = oracle_bits(ecap, 61, 61),
		.irreq = oracle_bits(ecap, 62, 62),
		.pi = oracle_bits(cap, 59, 59),
	};
}

bool oracle_other(struct oracle_walk *w, enum oracle_question question)
{
	w->res->asked |= UINT32_C(1) << question;
	return w->state->choices >> question & 1;
}

bool oracle_end(struct oracle_walk *w, enum oracle_outcome outcome,
		uint64_t addr)
{
	w->res->outcome = (uint8_t)outcome;
	w->res->addr = addr;
	return false;
}

bool oracle_fault(struct oracle_walk *w, enum oracle_reason reason)
{
	struct oracle_result *res = w->res;

	res->reason = (uint8_t)reason;
	res->qualified = oracle_reason_qualified(reason);
	res->recorded = !(res->qualified && res->fpd);
	for (unsigned int i = 0; i < res->steps; i++)
		res->step[i].must = 0;
	if (reason == ORACLE_SFS_10 || reason == ORACLE_SSS_6)
		oracle_update_allow(w);
	return oracle_end(w, ORACLE_FAULT, 0);
}

struct oracle_step *oracle_read(struct oracle_walk *w, enum oracle_table table,
				unsigned int level, uint64_t addr, size_t len)
{
	const struct oracle_memory *memory = &w->state->memory;
	struct oracle_step *step = &w->res->step[w->res->steps++];
	uint64_t value[8] = { 0 };

	*step = (struct oracle_step){
		.addr = addr,
		.table = (uint8_t)table,
		.level = (uint8_t)level,
	};
	step->read_failed = !memory->read(memory->ctx, addr, value, len);
	if (step->read_failed)
		return NULL;
	memcpy(step->value, value, sizeof(step->value));
	return step;
}

static bool in_interrupt_range(uint64_t addr)
{
	return addr >> 20 == INTERRUPT_RANGE;
}

/* 11.4.8: blocked whatever the tables say, and never recorded. */
static bool is_protected(const struct oracle_state *s, uint64_t addr)
{
	for (unsigned int i = 0; s->pmr_on && i < 2; i++)
		if (addr >= s->pmr[i].base && addr <= s->pmr[i].limit)
			return true;
	return false;
}

/* Passes what is allowed by everything else. */
static bool to_memory(struct oracle_walk *w, uint64_t addr)
{
	bool refuse = is_protected(w->state, addr);
	struct oracle_result *res = w->res;

	if (refuse && w->req->zero_length)
		refuse = !oracle_other(w, ORACLE_Q_PROTECTED);

	for (unsigned int i = 0; i < res->steps; i++) {
		res->step[i].may |= res->step[i].must;
		if (refuse)
			res->step[i].must = 0;
	}
	return oracle_end(w, refuse ? ORACLE_REFUSE : ORACLE_PASS,
			  refuse ? 0 : addr);
}

/*
 * 3.15 speaks of the request's address after translation, so only the bytes
 * accessed count; a large page may span the range.
 */
bool oracle_output(struct oracle_walk *w, uint64_t addr)
{
	if (in_interrupt_range(addr))
		return oracle_fault(w,
				    w->scalable ? ORACLE_SGN_8 : ORACLE_LGN_4);
	return oracle_update_rest(w) && to_memory(w, addr);
}

/* 3.15: requests without PASID whose input address is FEEx_xxxxh. */
static bool interrupt_range_request(struct oracle_walk *w)
{
	const struct oracle_request *req = w->req;

	if (req->kind == ORACLE_WRITE && req->dword)
		return oracle_end(w, ORACLE_INTERRUPT, req->addr);
	if (req->kind == ORACLE_READ && req->zero_length)
		return oracle_end(w, ORACLE_COMPLETE, 0);
	return oracle_fault(w, ORACLE_IR_RANGE);
}

/*
 * 4.2.1: with remapping off only AT = 00b goes through, a PASID is ignored.
 * What would reach the interrupt range that way is no interrupt request, and
 * beyond HAW the platform has nothing.
 */
static bool remapping_off(struct oracle_walk *w)
{
	if (w->req->translated || in_interrupt_range(w->req->addr) ||
	    (w->req->addr & oracle_from_bit(w->state->caps.haw)))
		return oracle_end(w, ORACLE_REFUSE, 0);
	w->res->may_read = true;
	w->res->may_write = true;
	return to_memory(w, w->req->addr);
}

/* 11.4.5 and the RTA conditions of 7.1.3. */
static bool remapping_on(struct oracle_walk *w)
{
	const struct oracle_state *s = w->state;
	unsigned int ttm = (unsigned int)oracle_bits(s->rtaddr, 11, 10);

	if (ttm == ORACLE_TTM_ABORT && s->caps.adms)
		return oracle_fault(w, ORACLE_RTA_4);
	if (ttm == ORACLE_TTM_SCALABLE && s->caps.smts)
		return oracle_scalable(w);
	if (ttm != ORACLE_TTM_LEGACY)
		return oracle_fault(w, ORACLE_RTA_1);
	if (w->req->has_pasid)
		return oracle_fault(w, ORACLE_RTA_2);
	return oracle_legacy(w);
}

void oracle_translate(const struct oracle_state *state,
		      const struct oracle_request *req,
		      struct oracle_result *res)
{
	struct oracle_walk w;

	/* Steps and updates are set as they come. */
	memset(&w, 0, offsetof(struct oracle_walk, update));
	memset(res, 0, offsetof(struct oracle_result, step));
	w.state = state;
	w.req = req;
	w.res = res;
	if (in_interrupt_range(req->addr) && !req->has_pasid &&
	    !req->translated)
		interrupt_range_request(&w);
	else if (!state->te)
		remapping_off(&w);
	else
		remapping_on(&w);
}

/*
 * Every question that a walk meets for the first time splits the rest in two.
 * @decided are those that are settled for this branch.
 */
static bool search(struct oracle_state *state, const struct oracle_request *req,
		   oracle_same *same, void *ctx, struct oracle_result *res)
{
	uint32_t decided[ORACLE_QUESTIONS + 1] = { 0 };
	uint32_t choices[ORACLE_QUESTIONS + 1] = { state->choices };
	unsigned int depth = 1;

	/* A stack of branches; each has one question more settled. */
	while (depth) {
		uint32_t settled = decided[--depth];
		uint32_t open;

		state->choices = choices[depth];
		oracle_translate(state, req, res);
		if (same(ctx, res))
			return true;
		open = res->asked & ~settled;
		for (; open; open &= open - 1) {
			uint32_t one = open & -open;

			settled |= one;
			decided[depth] = settled;
			choices[depth++] = state->choices ^ one;
		}
	}
	return false;
}

bool oracle_accepts(const struct oracle_state *state,
		    const struct oracle_request *req, oracle_same *same,
		    void *ctx, struct oracle_result *res)
{
	struct oracle_state s = *state;

	if (search(&s, req, same, ctx, res))
		return true;
	oracle_translate(state, req, res);
	return false;
}
