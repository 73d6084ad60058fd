/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "native_case.h"

#include <stdlib.h>
#include <string.h>

#include "rng.h"

#define PAGE 0x1000u
/* Lengths no table read has, so that the data of a request stands out. */
static const uint8_t lengths[] = { 1, 2, 3, 4, 5, 6, 7, 12, 24, 100 };

static const uint16_t sids[4] = { 0x0008, 0x0100, 0x20ff, 0xfffa };

/* Copies the part of @word that lies in [@addr, @addr + @len). */
static void overlay(const struct fuzz_word *word, uint64_t addr, uint8_t *buf,
		    unsigned int len)
{
	uint8_t bytes[8];

	memcpy(bytes, &word->value, 8);
	for (unsigned int i = 0; i < 8; i++)
		if (word->addr + i >= addr && word->addr + i - addr < len)
			buf[word->addr + i - addr] = bytes[i];
}

static bool is_the_data(const struct case_runner *r, uint64_t addr,
			unsigned int len)
{
	return r->want.outcome == ORACLE_PASS && addr == r->want.addr &&
	       len == r->length;
}

static int host_read(void *ctx, uint64_t addr, void *buf, unsigned int len)
{
	struct case_runner *r = ctx;

	r->seen.addr = addr;
	r->seen.len = len;
	if (is_the_data(r, addr, len)) {
		for (unsigned int i = 0; i < len; i++)
			((uint8_t *)buf)[i] =
				(uint8_t)(r->pattern >> i % 8 * 8);
		return 0;
	}
	if (addr >= FUZZ_MEM_SIZE || len > FUZZ_MEM_SIZE - addr)
		return -1;
	memset(buf, 0, len);
	for (unsigned int i = 0; i < r->c.words; i++)
		overlay(&r->c.word[i], addr, buf, len);
	return 0;
}

static int host_write(void *ctx, uint64_t addr, const void *buf,
		      unsigned int len)
{
	struct case_runner *r = ctx;

	r->seen.addr = addr;
	r->seen.len = len;
	r->seen.writes++;
	memcpy(r->seen.data, buf, len < 8 ? len : 8);
	return 0;
}

bool case_runner_new(struct case_runner *r, const struct unit_model *model)
{
	struct native_host host = { .read = host_read,
				    .write = host_write,
				    .ctx = r };

	memset(r, 0, sizeof(*r));
	r->model = *model;
	r->setup.caps = model->caps;
	r->setup.wide = true;
	r->setup.sids = 4;
	memcpy(r->setup.sid, sids, sizeof(sids));
	return unit_new(&r->unit, &r->model, &host);
}

void case_runner_free(struct case_runner *r)
{
	unit_free(&r->unit);
}

struct case_runner *fuzz_engine_new(const struct fuzz_setup *setup)
{
	struct unit_model model = { .caps = setup->caps, .records = 1 };
	struct case_runner *r = malloc(sizeof(*r));

	if (r && !case_runner_new(r, &model)) {
		free(r);
		r = NULL;
	}
	return r;
}

void fuzz_engine_free(struct case_runner *r)
{
	case_runner_free(r);
	free(r);
}

/* Tables and TE as the case has them, nothing cached, no fault pending. */
static bool prepare(struct case_runner *r)
{
	struct unit *u = &r->unit;

	return unit_set_root(u, r->c.rtaddr & ~UINT64_C(0xc00)) &&
	       unit_inv_context(u, UNIT_GLOBAL, 0, 0, 0) &&
	       unit_inv_iotlb(u, UNIT_GLOBAL, 0, 0, 0, false) &&
	       unit_set_root(u, r->c.rtaddr) &&
	       unit_level(u, UNIT_GCMD_TE, r->c.te);
}

static uint32_t pick_length(const struct case_runner *r)
{
	uint32_t room = PAGE - (uint32_t)(r->c.req.addr % PAGE);
	uint32_t n = lengths[rng_mix(r->c.seed ^ r->c.index) % sizeof(lengths)];

	if (r->c.req.zero_length)
		return 1;
	if (r->c.req.dword)
		return 4;
	/* Not a DWORD, or it would be an interrupt request. */
	if (n == 4 && r->c.req.addr >> 20 == 0xfee)
		n = 5;
	return n < room ? n : room - 1;
}

static enum native_dma_result request(struct case_runner *r, uint8_t *data)
{
	const struct oracle_request *req = &r->c.req;
	struct native_dma dma = {
		.sid = req->sid,
		.pasid = req->pasid,
		.pasid_valid = req->has_pasid,
		.write = req->kind != ORACLE_READ,
		.zlr = req->zero_length,
		.lock = req->kind == ORACLE_ATOMIC,
		.translated = req->translated,
		.addr = req->addr,
		.len = r->length,
		.data = data,
	};

	memset(&r->seen, 0, sizeof(r->seen));
	return native_dma(r->unit.native, &dma);
}

static bool data_arrived(const struct case_runner *r, const uint8_t *data)
{
	uint32_t n = r->length < 8 ? r->length : 8;
	uint64_t expected = r->pattern;

	if (r->seen.addr != r->want.addr || r->seen.len != r->length)
		return false;
	if (r->c.req.kind == ORACLE_READ)
		return r->seen.writes == 0 && !memcmp(data, &expected, n);
	return r->seen.writes == 1 && !memcmp(r->seen.data, &expected, n);
}

static const char *check_answer(const struct case_runner *r,
				enum native_dma_result answer,
				const uint8_t *data)
{
	bool blocked = r->want.outcome == ORACLE_FAULT ||
		       r->want.outcome == ORACLE_REFUSE;

	if (answer == NATIVE_DMA_PENDING)
		return "the request got no answer";
	if (blocked)
		return answer != NATIVE_DMA_ERROR ? "was not blocked" :
		       r->seen.writes ? "blocked, but memory was written" :
					NULL;
	if (answer != NATIVE_DMA_OK)
		return "was blocked";
	if (r->c.req.zero_length || r->want.outcome == ORACLE_COMPLETE)
		return r->seen.writes ? "a read wrote to memory" : NULL;
	return data_arrived(r, data) ? NULL : "wrong data or address";
}

/* One record at the next index, or none; it is cleared again. */
static const char *check_record(struct case_runner *r)
{
	struct unit *u = &r->unit;
	bool expected = r->want.outcome == ORACLE_FAULT && r->want.recorded;
	uint32_t fsts = unit_fsts(u);
	uint64_t want[2], mask[2], got[2];
	uint32_t want_fsts = 0;

	if (expected)
		want_fsts = UNIT_FSTS_PPF | u->record << 8;
	if (fsts != want_fsts && (expected || fsts & 0xff))
		return expected ? "FSTS does not show the fault" :
				  "FSTS shows a fault that is none";
	if (!expected)
		return NULL;
	unit_record(u, u->record, got);
	oracle_frcd(&r->setup.caps, &r->c.req, &r->want, want, mask);
	if ((got[0] ^ want[0]) & mask[0] || (got[1] ^ want[1]) & mask[1])
		return "the fault record is wrong";
	if (!unit_clear_record(u, u->record) || unit_fsts(u) & UNIT_FSTS_PPF)
		return "the fault record does not clear";
	u->record = (u->record + 1) % u->model->records;
	return NULL;
}

const char *case_run_this(struct case_runner *r, const struct fuzz_case *c)
{
	uint8_t data[128] = { 0 };
	enum native_dma_result answer;
	const char *wrong;

	r->c = *c;
	fuzz_case_oracle(&r->setup, &r->c, &r->want);
	r->length = pick_length(r);
	r->pattern = rng_mix(c->index) | 1;
	if (c->req.kind != ORACLE_READ)
		for (uint32_t i = 0; i < r->length; i++)
			data[i] = (uint8_t)(r->pattern >> i % 8 * 8);
	if (!prepare(r))
		return "a command of the driver did not end";
	answer = request(r, data);
	wrong = check_answer(r, answer, data);
	return wrong ? wrong : check_record(r);
}

const char *case_run(struct case_runner *r, uint64_t seed, uint64_t index)
{
	struct fuzz_case c;

	fuzz_case_make(&r->setup, seed, index, &c);
	return case_run_this(r, &c);
}

void case_print(const struct case_runner *r, FILE *out)
{
	char text[4096];

	oracle_describe(&r->c.req, &r->want, text, sizeof(text));
	fputs(text, out);
}
