/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "native_case.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "rng.h"

#define PAGE   0x1000u
#define QUEUE  CASE_QUEUE
#define STATUS UINT64_C(0x7f001000)
#define TICKET 0x600d0000u
#define IQT    0x88u

/* Lengths no table read has, so that the data of a request stands out. */
static const uint8_t lengths[] = { 1, 2, 3, 4, 5, 6, 7, 12, 24, 100 };

static const uint16_t sids[4] = { 0x0008, 0x0100, 0x20ff, 0xfffa };

/* Copies the part of @word that lies in [@addr, @addr + @len). */
static void overlay(const struct fuzz_word *word, uint64_t addr, uint8_t *buf,
		    unsigned int len)
{
	uint8_t bytes[8];

	if (word->addr + 8 <= addr || word->addr >= addr + len)
		return;
	memcpy(bytes, &word->value, 8);
	for (unsigned int i = 0; i < 8; i++)
		if (word->addr + i >= addr && word->addr + i - addr < len)
			buf[word->addr + i - addr] = bytes[i];
}

/* Tables are read by 8, 16, 32 or 64 bytes. */
static bool is_data(unsigned int len)
{
	return len < 8 || len & (len - 1);
}

static int read_data(struct case_runner *r, uint64_t addr, uint8_t *buf,
		     unsigned int len)
{
	r->seen.addr = addr;
	r->seen.len = len;
	r->seen.reads++;
	for (unsigned int i = 0; i < len; i++)
		buf[i] = (uint8_t)(r->pattern >> i % 8 * 8);
	return 0;
}

static int host_read(void *ctx, uint64_t addr, void *buf, unsigned int len)
{
	struct case_runner *r = ctx;

	if (is_data(len))
		return read_data(r, addr, buf, len);
	if (r->queue_seen && addr >= QUEUE &&
	    addr + len <= QUEUE + sizeof(r->queue)) {
		memcpy(buf, (uint8_t *)r->queue + (addr - QUEUE), len);
		return 0;
	}
	if (addr >= FUZZ_MEM_SIZE || len > FUZZ_MEM_SIZE - addr)
		return -1;
	memset(buf, 0, len);
	for (unsigned int i = 0; i < r->now.words; i++)
		overlay(&r->now.word[i], addr, buf, len);
	return 0;
}

static int host_write(void *ctx, uint64_t addr, const void *buf,
		      unsigned int len)
{
	struct case_runner *r = ctx;

	if (addr == STATUS && len == 4) {
		memcpy(&r->status, buf, 4);
		return 0;
	}
	r->seen.addr = addr;
	r->seen.len = len;
	r->seen.writes++;
	memcpy(r->seen.data, buf, len < 8 ? len : 8);
	return 0;
}

/* What was there before is as if it had never been. */
static void win_race(struct case_runner *r)
{
	uint64_t addr = r->c.race;

	r->c.race = 0;
	r->raced = true;
	r->races++;
	fuzz_case_store(&r->c, addr,
			fuzz_case_load(&r->c, addr) ^ r->c.race_bits);
	fuzz_case_store(&r->now, addr,
			fuzz_case_load(&r->now, addr) ^ r->c.race_bits);
}

static int host_update(void *ctx, uint64_t addr, uint64_t expected,
		       uint64_t desired)
{
	struct case_runner *r = ctx;

	if (addr >= FUZZ_MEM_SIZE ||
	    (r->now.no_update && addr == r->now.no_update))
		return -1;
	if (r->c.race && addr == r->c.race)
		win_race(r);
	if (fuzz_case_load(&r->now, addr) != expected)
		return 1;
	fuzz_case_store(&r->now, addr, desired);
	return 0;
}

bool case_runner_new(struct case_runner *r, const struct unit_model *model)
{
	struct native_host host = { .read = host_read,
				    .write = host_write,
				    .update = host_update,
				    .ctx = r };

	memset(r, 0, sizeof(*r));
	r->model = *model;
	r->setup.caps = model->caps;
	r->setup.pmr = model->pmr;
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

static void put(struct case_runner *r, uint64_t lo, uint64_t hi)
{
	struct unit *u = &r->unit;
	uint64_t *d = &r->queue[u->tail * u->stride / 8];

	memset(d, 0, u->stride);
	d[0] = lo;
	d[1] = hi;
	u->tail = (u->tail + 1) % u->slots;
}

/* What is in the queue is done: it turns a wait behind it into a status. */
static bool start_queue(struct case_runner *r)
{
	if (!r->queue_on && !unit_queue_on(&r->unit, QUEUE, r->setup.caps.smts))
		return false;
	r->queue_on = true;
	return true;
}

static bool finish_queue(struct case_runner *r)
{
	struct unit *u = &r->unit;
	bool done;

	r->queue_seen = true;
	r->status = 0;
	put(r, 0x25 | (uint64_t)TICKET << 32, STATUS);
	done = unit_write32(u, IQT, u->tail * u->stride) && unit_settle(u) &&
	       r->status == TICKET;
	r->queue_seen = false;
	return done;
}

/* 6.5.2: context, PASID cache and IOTLB, all of them. */
static bool flush_by_queue(struct case_runner *r)
{
	if (!start_queue(r))
		return false;
	put(r, 0x11, 0);
	put(r, 0x37, 0);
	put(r, 0x12, 0);
	return finish_queue(r);
}

bool case_flush_interrupts(struct case_runner *r)
{
	if (!start_queue(r))
		return false;
	put(r, 0x04, 0);
	return finish_queue(r);
}

/* 6.5.2.7: the low IM bits of the index are anything. */
bool case_flush_interrupt(struct case_runner *r, uint32_t index)
{
	uint64_t noise = rng_mix(r->c.seed ^ r->c.index);
	uint64_t im = noise % 16;

	if (!start_queue(r))
		return false;
	index ^= (uint32_t)(noise >> 32) & ((1u << im) - 1);
	put(r, 0x14 | im << 27 | (uint64_t)(index & 0xffff) << 32, 0);
	return finish_queue(r);
}

static bool flush_by_register(struct unit *u)
{
	return unit_inv_context(u, UNIT_GLOBAL, 0, 0, 0) &&
	       unit_inv_iotlb(u, UNIT_GLOBAL, 0, 0, 0, false);
}

/*
 * Nothing cached of an earlier case. With CAP.ESRTPS the next SRTP does that;
 * else the mode may only change while TE is 0 (11.4.5), and the unit is in one
 * in which it can be flushed.
 */
static bool forget(struct case_runner *r)
{
	struct unit *u = &r->unit;
	uint64_t root = r->c.rtaddr & ~UINT64_C(0xc00);

	if (u->model->esrtps)
		return true;
	if (!r->setup.caps.smts)
		return unit_set_root(u, root) && flush_by_register(u);
	return unit_level(u, UNIT_GCMD_TE, false) &&
	       unit_set_root(u, root | 1 << 10) && flush_by_queue(r);
}

static bool protect(struct case_runner *r)
{
	if (!r->c.pmr && !r->protects)
		return true;
	r->protects = r->c.pmr;
	return unit_protect(&r->unit, r->c.pmr, r->c.pmr_low, r->c.pmr_high);
}

/* Tables and TE as the case has them, nothing cached, no fault pending. */
bool case_prepare(struct case_runner *r)
{
	struct unit *u = &r->unit;

	return forget(r) && protect(r) && unit_set_root(u, r->c.rtaddr) &&
	       unit_level(u, UNIT_GCMD_TE, r->c.te);
}

void case_runner_lost(struct case_runner *r)
{
	r->queue_on = false;
	r->protects = true;
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

static enum native_dma_result request(struct case_runner *r)
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
		.priv = req->priv,
		.exec = req->exec,
		.addr = req->addr,
		.len = r->length,
		.data = r->data,
	};

	memset(&r->seen, 0, sizeof(r->seen));
	return native_dma(r->unit.native, &dma);
}

static bool data_arrived(const struct case_runner *r,
			 const struct oracle_result *want)
{
	uint32_t n = r->length < 8 ? r->length : 8;
	uint64_t expected = r->pattern;

	if (r->seen.addr != want->addr || r->seen.len != r->length)
		return false;
	if (r->c.req.kind == ORACLE_READ)
		return r->seen.writes == 0 && !memcmp(r->data, &expected, n);
	return r->seen.writes == 1 && !memcmp(r->seen.data, &expected, n);
}

static const char *check_answer(const struct case_runner *r,
				const struct oracle_result *want)
{
	bool blocked = want->outcome == ORACLE_FAULT ||
		       want->outcome == ORACLE_REFUSE;

	if (r->answer == NATIVE_DMA_PENDING)
		return "the request got no answer";
	if (blocked)
		return r->answer != NATIVE_DMA_ERROR   ? "was not blocked" :
		       r->seen.writes || r->seen.reads ? "blocked, but memory "
							 "was accessed" :
							 NULL;
	if (r->answer != NATIVE_DMA_OK)
		return "was blocked";
	if (r->c.req.zero_length || want->outcome == ORACLE_COMPLETE)
		return r->seen.writes || r->seen.reads ?
			       "a zero-length read went to memory" :
			       NULL;
	return data_arrived(r, want) ? NULL : "wrong data or address";
}

/* One record at the next index, or none. */
static const char *check_record(const struct case_runner *r,
				const struct oracle_result *want)
{
	bool expected = want->outcome == ORACLE_FAULT && want->recorded;
	uint32_t fsts = expected ? UNIT_FSTS_PPF | r->unit.record << 8 : 0;
	uint64_t frcd[2], mask[2];

	if (r->fsts != fsts && (expected || r->fsts & 0xff))
		return expected ? "FSTS does not show the fault" :
				  "FSTS shows a fault that is none";
	if (!expected)
		return NULL;
	oracle_frcd(&r->setup.caps, &r->c.req, want, frcd, mask);
	if ((r->frcd[0] ^ frcd[0]) & mask[0] ||
	    (r->frcd[1] ^ frcd[1]) & mask[1])
		return "the fault record is wrong";
	return NULL;
}

/*
 * D that was set before another update was lost, after which the request is
 * blocked: no two entries can be updated at once.
 */
static uint64_t dirty_before_race(const struct case_runner *r,
				  const struct oracle_step *step)
{
	if (!r->raced)
		return 0;
	return step->table == ORACLE_FIRST_STAGE ? 0x40 : 0x200;
}

/* What may and must be set in the word at @addr, over all its uses. */
static const char *check_word(const struct case_runner *r,
			      const struct oracle_result *want,
			      const struct fuzz_word *word)
{
	uint64_t old = fuzz_case_load(&r->c, word->addr);
	uint64_t must = 0;
	uint64_t may = 0;

	for (unsigned int i = 0; i < want->steps; i++) {
		if (want->step[i].addr != word->addr)
			continue;
		must |= want->step[i].must;
		may |= want->step[i].may;
		may |= dirty_before_race(r, &want->step[i]);
	}
	if (must & ~word->value)
		return "an accessed or dirty bit was not set";
	if (old & ~word->value || word->value & ~(old | may))
		return "a table was changed";
	return NULL;
}

static const char *check_tables(const struct case_runner *r,
				const struct oracle_result *want)
{
	const char *wrong = NULL;

	for (unsigned int i = 0; !wrong && i < r->now.words; i++)
		wrong = check_word(r, want, &r->now.word[i]);
	return wrong;
}

static const char *check(const struct case_runner *r,
			 const struct oracle_result *want)
{
	const char *wrong = check_answer(r, want);

	if (!wrong)
		wrong = check_record(r, want);
	return wrong ? wrong : check_tables(r, want);
}

static bool is_right(void *ctx, const struct oracle_result *res)
{
	return !check(ctx, res);
}

/* The answer that everybody expects, or any other right one. */
static const char *judge(struct case_runner *r)
{
	struct oracle_state state = fuzz_case_state(&r->setup, &r->c);
	const char *wrong;

	oracle_translate(&state, &r->c.req, &r->want);
	wrong = check(r, &r->want);
	if (!wrong || !r->want.asked)
		return wrong;
	return oracle_accepts(&state, &r->c.req, is_right, r, &r->want) ? NULL :
									  wrong;
}

const char *case_look(struct case_runner *r)
{
	struct unit *u = &r->unit;

	/* What the gate itself blocks is answered before it is recorded. */
	if (!unit_settle(u))
		return "the engine does not settle";
	r->fsts = unit_fsts(u);
	if (!(r->fsts & UNIT_FSTS_PPF))
		return NULL;
	unit_record(u, u->record, r->frcd);
	if (!unit_clear_record(u, u->record) || unit_fsts(u) & UNIT_FSTS_PPF)
		return "the fault record does not clear";
	return NULL;
}

void case_next_record(struct case_runner *r)
{
	if (r->fsts & UNIT_FSTS_PPF)
		r->unit.record = (r->unit.record + 1) % r->model.records;
}

const char *case_run_this(struct case_runner *r, const struct fuzz_case *c)
{
	const char *wrong;

	r->c = *c;
	r->now = *c;
	r->length = pick_length(r);
	r->pattern = rng_mix(c->index) | 1;
	r->raced = false;
	memset(r->data, 0, sizeof(r->data));
	if (c->req.kind != ORACLE_READ)
		for (uint32_t i = 0; i < r->length; i++)
			r->data[i] = (uint8_t)(r->pattern >> i % 8 * 8);
	if (!case_prepare(r))
		return "a command of the driver did not end";
	r->answer = request(r);
	wrong = case_look(r);
	if (!wrong)
		wrong = judge(r);
	case_next_record(r);
	return wrong;
}

const char *case_run(struct case_runner *r, uint64_t seed, uint64_t index)
{
	struct fuzz_case c;

	fuzz_case_make(&r->setup, seed, index, &c);
	return case_run_this(r, &c);
}

void case_print(const struct case_runner *r, FILE *out)
{
	char text[8192];

	oracle_describe(&r->c.req, &r->want, text, sizeof(text));
	fputs(text, out);
	fprintf(out,
		"  seen: answer %d, address %#" PRIx64 ", FSTS %08" PRIx32
		", record %016" PRIx64 " %016" PRIx64 "\n",
		r->answer, r->seen.addr, r->fsts, r->frcd[1], r->frcd[0]);
	for (unsigned int i = 0; i < r->now.words; i++)
		if (r->now.word[i].value !=
		    fuzz_case_load(&r->c, r->now.word[i].addr))
			fprintf(out, "  now %#" PRIx64 ": %016" PRIx64 "\n",
				r->now.word[i].addr, r->now.word[i].value);
}
