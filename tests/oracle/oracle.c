/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "oracle_internal.h"

#include <string.h>

#define INTERRUPT_RANGE UINT64_C(0xfee) /* address 63:20 */

/* RTADDR_REG.TTM, 11.4.5 */
#define TTM_LEGACY 0
#define TTM_ABORT  3

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
		.sc = oracle_bits(ecap, 7, 7),
		.adms = oracle_bits(ecap, 52, 52),
	};
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
	return oracle_end(w, ORACLE_FAULT, 0);
}

const struct oracle_step *oracle_read(struct oracle_walk *w,
				      enum oracle_table table,
				      unsigned int level, uint64_t addr,
				      size_t len)
{
	const struct oracle_memory *memory = &w->state->memory;
	struct oracle_step *step = &w->res->step[w->res->steps++];
	uint64_t value[2] = { 0, 0 };

	*step = (struct oracle_step){
		.addr = addr,
		.table = (uint8_t)table,
		.level = (uint8_t)level,
	};
	step->read_failed = !memory->read(memory->ctx, addr, value, len);
	if (step->read_failed)
		return NULL;
	memcpy(step->value, value, sizeof(value));
	return step;
}

static bool in_interrupt_range(uint64_t addr)
{
	return addr >> 20 == INTERRUPT_RANGE;
}

/*
 * 3.15 speaks of the request's address after translation, so only the bytes
 * accessed count; a large page may span the range.
 */
bool oracle_output(struct oracle_walk *w, uint64_t addr)
{
	if (in_interrupt_range(addr))
		return oracle_fault(w, ORACLE_LGN_4);
	return oracle_end(w, ORACLE_PASS, addr);
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
 * What would reach the interrupt range that way is no interrupt request.
 */
static bool remapping_off(struct oracle_walk *w)
{
	if (w->req->translated || in_interrupt_range(w->req->addr))
		return oracle_end(w, ORACLE_REFUSE, 0);
	w->res->may_read = true;
	w->res->may_write = true;
	return oracle_end(w, ORACLE_PASS, w->req->addr);
}

/* 11.4.5 and the RTA conditions of 7.1.3; scalable mode is not offered. */
static bool remapping_on(struct oracle_walk *w)
{
	const struct oracle_state *s = w->state;
	unsigned int ttm = (unsigned int)oracle_bits(s->rtaddr, 11, 10);

	if (ttm == TTM_ABORT && s->caps.adms)
		return oracle_fault(w, ORACLE_RTA_4);
	if (ttm != TTM_LEGACY)
		return oracle_fault(w, ORACLE_RTA_1);
	if (w->req->has_pasid)
		return oracle_fault(w, ORACLE_RTA_2);
	return oracle_legacy(w);
}

void oracle_translate(const struct oracle_state *state,
		      const struct oracle_request *req,
		      struct oracle_result *res)
{
	struct oracle_walk w = { .state = state, .req = req, .res = res };

	memset(res, 0, sizeof(*res));
	if (in_interrupt_range(req->addr) && !req->has_pasid &&
	    !req->translated)
		interrupt_range_request(&w);
	else if (!state->te)
		remapping_off(&w);
	else
		remapping_on(&w);
}
