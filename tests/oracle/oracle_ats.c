/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "oracle_internal.h"

#include <string.h>

/* PCIe Base, 10.2.3: bits of a translation. */
#define BIT_R    0x001u
#define BIT_W    0x002u
#define BIT_U    0x004u
#define BIT_PRIV 0x010u
#define BIT_N    0x400u

/* Table 30, the columns of translation requests; others are CA. */
static const uint8_t unsupported[] = {
	ORACLE_LRT_2, ORACLE_LCT_2, ORACLE_LCT_5, ORACLE_RTA_2,
	ORACLE_RTA_4, ORACLE_SRT_2, ORACLE_SCT_2, ORACLE_SCT_5,
	ORACLE_SCT_6, ORACLE_SCT_7, ORACLE_SCT_9, ORACLE_SGN_10,
};

static const uint8_t recoverable[] = {
	ORACLE_LGN_1, ORACLE_SPD_2, ORACLE_SPT_2, ORACLE_SPT_5, ORACLE_SPT_6,
	ORACLE_SFS_1, ORACLE_SFS_2, ORACLE_SFS_3, ORACLE_SFS_4, ORACLE_SFS_5,
	ORACLE_SFS_6, ORACLE_SFS_7, ORACLE_SFS_8, ORACLE_SSS_2, ORACLE_SGN_1,
	ORACLE_SGN_2, ORACLE_SGN_4, ORACLE_SGN_5, ORACLE_SFS_9, ORACLE_SFS_10,
};

static const uint8_t permission[] = {
	ORACLE_LGN_2,
	ORACLE_LGN_3,
	ORACLE_SGN_6,
	ORACLE_SGN_7,
};

static bool among(const uint8_t *reasons, size_t n, uint8_t reason)
{
	return memchr(reasons, reason, n) != NULL;
}

static bool passes(const struct oracle_result *res)
{
	return res->outcome == ORACLE_PASS;
}

/* Anything but "success with effective permission". */
static bool fails(const struct oracle_result *res)
{
	return res->outcome == ORACLE_FAULT &&
	       !among(permission, sizeof(permission), res->reason);
}

static void decide(struct oracle_ats *res, const struct oracle_result *fault)
{
	res->fault = fault;
	res->recorded = fault->recorded;
	if (among(unsupported, sizeof(unsupported), fault->reason)) {
		res->status = ORACLE_ATS_UR;
	} else if (!among(recoverable, sizeof(recoverable), fault->reason)) {
		res->status = ORACLE_ATS_CA;
	} else {
		/* 7.1.2, and the row of SFS.10. */
		res->recorded &= fault->reason == ORACLE_SFS_10;
	}
}

static bool is_stage(const struct oracle_step *step)
{
	return step->table == ORACLE_FIRST_STAGE ||
	       step->table == ORACLE_SECOND_STAGE;
}

static bool reached_a_stage(const struct oracle_result *res)
{
	for (unsigned int i = 0; i < res->steps; i++)
		if (is_stage(&res->step[i]))
			return true;
	return false;
}

/* S.1, S.2: once nothing above the paging structures is wrong. */
static void interrupt_range(const struct oracle_state *s,
			    struct oracle_request *req, bool no_write,
			    struct oracle_ats *res)
{
	req->addr = 0;
	oracle_translate(s, req, &res->read);
	res->asked = res->read.asked;
	if (res->read.outcome == ORACLE_FAULT && !reached_a_stage(&res->read))
		decide(res, &res->read);
	else if (!no_write)
		res->bits |= BIT_W | BIT_U;
	for (unsigned int i = 0; i < res->read.steps; i++)
		res->read.step[i].must = res->read.step[i].may = 0;
}

/* Table 10. The page's own second-stage leaf is the last entry of its kind. */
static unsigned int snoop(const struct oracle_result *res)
{
	bool n = false, snp = false;

	for (unsigned int i = 0; i < res->steps; i++) {
		const struct oracle_step *step = &res->step[i];

		if (step->table == ORACLE_PASID_ENTRY)
			n = oracle_bits(step->value[1], 24, 24);
		if (step->table == ORACLE_SECOND_STAGE)
			snp = oracle_bits(step->value[0], 11, 11);
	}
	return n || snp ? BIT_N : 0;
}

static void give(struct oracle_ats *res, bool no_write)
{
	bool r = passes(&res->read);
	bool w = !no_write && passes(&res->write);
	const struct oracle_result *from = r ? &res->read : &res->write;

	if (!r && !w)
		return;
	res->bits |= (r ? BIT_R : 0) | (w ? BIT_W : 0) | snoop(from);
	res->addr = from->addr & ~UINT64_C(0xfff);
	res->page_size = from->page_size;
}

/*
 * 4.2.3.1: an atomic is a read and a write, of which one may be denied. What a
 * write needs comes before or with what a read needs.
 */
static void memory(const struct oracle_state *s, struct oracle_request *req,
		   bool no_write, struct oracle_ats *res)
{
	oracle_translate(s, req, &res->read);
	req->kind = ORACLE_WRITE;
	if (!no_write)
		oracle_translate(s, req, &res->write);
	res->asked = res->read.asked | res->write.asked;
	if (fails(&res->write))
		decide(res, &res->write);
	else if (fails(&res->read))
		decide(res, &res->read);
	else
		give(res, no_write);
}

/* What the address leads to is looked at when it is used (11.4.8). */
void oracle_ats(const struct oracle_state *state,
		const struct oracle_request *req, bool no_write,
		struct oracle_ats *res)
{
	struct oracle_state s = *state;
	struct oracle_request r = *req;

	memset(res, 0, sizeof(*res));
	if (!s.caps.dt || !s.te) {
		res->status = ORACLE_ATS_UR;
		return;
	}
	s.pmr_on = false;
	r.kind = ORACLE_READ;
	r.translated = r.zero_length = r.dword = false;
	r.translation = true;
	no_write &= s.caps.nwfs;
	if (r.has_pasid && r.priv)
		res->bits = BIT_PRIV;
	if (r.addr >> 20 == 0xfee && !r.has_pasid)
		interrupt_range(&s, &r, no_write, res);
	else
		memory(&s, &r, no_write, res);
}
