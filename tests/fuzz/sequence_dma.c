/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include <inttypes.h>
#include <string.h>

#include "queue.h"
#include "sequence.h"

#define ALL_FSTS      0x71u
#define FECTL         0x38u
#define FEDATA        0x3cu
#define FEADDR        0x40u
#define IM            (UINT32_C(1) << 31)
#define STATUS_TICKET 0x600du

static struct oracle_request pick_request(struct sequence *s, uint16_t sid,
					  uint64_t iova)
{
	struct rng *r = &s->w->rng;
	struct oracle_request req = {
		.addr = iova + rng_below(r, 0x1000 / 8) * 8,
		.sid = sid,
		.kind = rng_percent(r, 50) ? ORACLE_READ : ORACLE_WRITE,
	};

	if (req.addr % 0x1000 > 0x1000 - WORLD_DATA_LEN)
		req.addr -= 8;
	if (rng_percent(r, 8))
		req.kind = ORACLE_ATOMIC;
	return req;
}

static bool is_mapped(struct sequence *s, uint16_t sid, uint64_t iova)
{
	const struct tables *t = &s->w->tables;

	for (unsigned int level = 1; level <= 3; level++) {
		uint64_t slot = tables_slot(t, sid, iova, level);

		if (slot)
			return tables_load(t, slot) & TABLES_RW;
	}
	return false;
}

/* More often than not one that some page is mapped for. */
static struct oracle_request pick_any_request(struct sequence *s)
{
	struct rng *r = &s->w->rng;
	struct oracle_request req;
	uint64_t iova;
	uint16_t sid;

	for (unsigned int tries = rng_below(r, 5);; tries--) {
		sid = sequence_sid(s);
		iova = sequence_iova(s);
		if (!tries || is_mapped(s, sid, iova))
			break;
	}
	req = pick_request(s, sid, iova);
	if (rng_percent(r, 2))
		req.addr |= UINT64_C(1) << (57 + rng_below(r, 7));
	return req;
}

static struct native_dma dma_of(const struct oracle_request *req, void *data)
{
	struct native_dma dma = {
		.sid = req->sid,
		.write = req->kind != ORACLE_READ,
		.lock = req->kind == ORACLE_ATOMIC,
		.addr = req->addr,
		.len = WORLD_DATA_LEN,
		.data = data,
	};

	return dma;
}

static void note_request(struct sequence *s, const struct oracle_request *req,
			 enum native_dma_result answer)
{
	static const char *const kinds[] = { "read", "write", "atomic" };

	sequence_note(s, "%s %04x %#" PRIx64 ": %s %#" PRIx64, kinds[req->kind],
		      req->sid, req->addr,
		      answer == NATIVE_DMA_OK ? "went to" : "blocked",
		      answer == NATIVE_DMA_OK ? s->w->seen.addr : 0);
}

/* Is @want what was seen? Then the fault log takes what it left. */
static const char *explains(struct sequence *s,
			    const struct oracle_request *req,
			    const struct oracle_result *want,
			    enum native_dma_result answer)
{
	struct fault_log log = s->log;
	uint64_t frcd[2], mask[2];
	const char *wrong;

	if (want->outcome == ORACLE_PASS) {
		if (answer != NATIVE_DMA_OK || s->w->seen.count != 1 ||
		    s->w->seen.addr != want->addr ||
		    s->w->seen.write != (req->kind != ORACLE_READ))
			return "not one of the right answers";
	} else if (answer != NATIVE_DMA_ERROR || s->w->seen.count) {
		return "not one of the right answers";
	}
	if (want->outcome == ORACLE_FAULT && want->recorded) {
		oracle_frcd(&s->w->unit.model->caps, req, want, frcd, mask);
		fault_log_add(&log, frcd, mask);
	}
	wrong = fault_log_compare(&log, &s->w->unit);
	if (wrong)
		return wrong;
	s->counts.overflows += log.overflow && !s->log.overflow;
	s->counts.collapsed += want->recorded && !log.overflow &&
			       log.next == s->log.next;
	s->log = log;
	return NULL;
}

static void note_expected(struct sequence *s, const struct oracle_request *req,
			  const struct oracle_result *want)
{
	char text[2048];
	char *line = text;

	oracle_describe(req, want, text, sizeof(text));
	for (char *end; (end = strchr(line, '\n')); line = end + 1)
		sequence_note(s, "  right: %.*s", (int)(end - line), line);
}

static bool judge(struct sequence *s, const struct oracle_request *req,
		  enum native_dma_result answer)
{
	struct expect *e = &s->expect;
	const char *wrong = "no right answer";

	expect_find(s->w, req, e);
	s->counts.requests++;
	s->counts.ambiguous += e->answers > 1;
	if (answer == NATIVE_DMA_PENDING)
		return sequence_fail(s, "a request got no answer");
	/* What the gate itself blocks is answered before it is recorded. */
	if (!unit_settle(&s->w->unit))
		return sequence_fail(s, "the engine does not settle");
	for (unsigned int i = 0; i < e->answers; i++) {
		const char *w = explains(s, req, &e->answer[i], answer);

		if (!w) {
			s->counts.stale += e->stale[i];
			fuzz_hist_add(&s->hist, &e->answer[i]);
			return true;
		}
		if (i == 0 || strcmp(w, "not one of the right answers"))
			wrong = w;
	}
	for (unsigned int i = 0; i < e->answers && i < 2; i++)
		note_expected(s, req, &e->answer[i]);
	return sequence_fail(s, e->open ? "too many mixtures" : wrong);
}

static bool run_request(struct sequence *s, const struct oracle_request *req)
{
	uint8_t data[WORLD_DATA_LEN] = { 0 };
	struct native_dma dma = dma_of(req, data);
	enum native_dma_result answer;

	s->w->seen.count = 0;
	answer = native_dma(s->w->unit.native, &dma);
	note_request(s, req, answer);
	return judge(s, req, answer) && sequence_check_events(s);
}

bool sequence_dma(struct sequence *s)
{
	struct oracle_request req = pick_any_request(s);

	return run_request(s, &req);
}

bool sequence_dma_at(struct sequence *s, uint16_t sid, uint64_t iova)
{
	struct oracle_request req = pick_request(s, sid, iova);

	return run_request(s, &req);
}

/* A wait must not complete before a request granted earlier is in memory. */
static bool wait_for_request(struct sequence *s, int handle)
{
	struct world *w = s->w;
	struct world_flush f = { .scope = UNIT_GLOBAL };

	w->status = 0;
	queue_put(w, queue_flush(&f));
	queue_put(w, queue_wait(WORLD_STATUS, STATUS_TICKET));
	unit_write32(&w->unit, 0x88, w->unit.tail * 16);
	native_run(w->unit.native, 1000);
	if (w->status)
		return sequence_fail(s, "a wait passed a request in flight");
	s->counts.held++;
	native_hold(w->unit.native, false);
	if (!unit_settle(&w->unit) || w->status != STATUS_TICKET)
		return sequence_fail(s, "a wait did not end after a drain");
	if (native_dma_poll(w->unit.native, handle) != NATIVE_DMA_OK)
		return sequence_fail(s, "a request in flight was lost");
	return true;
}

static bool drain_with(struct sequence *s, const struct oracle_request *req,
		       struct native_dma *dma)
{
	struct native *n = s->w->unit.native;
	int handle = native_dma_begin(n, dma);
	enum native_dma_result answer;

	if (handle < 0)
		return sequence_fail(s, "no room for a request");
	if (!unit_settle(&s->w->unit))
		return sequence_fail(s, "the engine does not settle");
	answer = native_dma_poll(n, handle);
	sequence_note(s, "in flight %04x %#" PRIx64 "%s", req->sid, req->addr,
		      answer == NATIVE_DMA_PENDING ? "" : ": blocked");
	if (answer == NATIVE_DMA_PENDING) {
		if (!wait_for_request(s, handle))
			return false;
		answer = NATIVE_DMA_OK;
	}
	return judge(s, req, answer);
}

bool sequence_drain(struct sequence *s)
{
	struct oracle_request req = pick_any_request(s);
	uint8_t data[WORLD_DATA_LEN] = { 0 };
	struct native_dma dma = dma_of(&req, data);
	bool good;

	if (!s->w->queued)
		return true;
	s->w->seen.count = 0;
	native_hold(s->w->unit.native, true);
	good = drain_with(s, &req, &dma);
	native_hold(s->w->unit.native, false);
	return good && sequence_check_events(s);
}

static void clear_one(struct sequence *s)
{
	unsigned int i = rng_below(&s->w->rng, s->log.count);

	sequence_note(s, "clear record %u", i);
	unit_clear_record(&s->w->unit, i);
	fault_log_clear(&s->log, i);
}

static void clear_all(struct sequence *s)
{
	sequence_note(s, "clear all records and PFO");
	for (unsigned int i = 0; i < s->log.count; i++) {
		unit_clear_record(&s->w->unit, i);
		fault_log_clear(&s->log, i);
	}
	unit_clear_fsts(&s->w->unit, ALL_FSTS);
	fault_log_clear_overflow(&s->log);
}

static void set_mask(struct sequence *s)
{
	bool masked = rng_percent(&s->w->rng, 50);

	sequence_note(s, "FECTL.IM = %d", masked);
	unit_write32(&s->w->unit, FEDATA, 0x41);
	unit_write32(&s->w->unit, FEADDR, 0xfee01000);
	unit_write32(&s->w->unit, FECTL, masked ? IM : 0);
	unit_settle(&s->w->unit);
	fault_log_mask(&s->log, masked);
	s->counts.events = s->counts.events + !masked;
}

bool sequence_faults(struct sequence *s)
{
	const char *wrong;

	switch (rng_below(&s->w->rng, 3)) {
	case 0:
		clear_one(s);
		break;
	case 1:
		clear_all(s);
		break;
	default:
		set_mask(s);
	}
	wrong = fault_log_compare(&s->log, &s->w->unit);
	if (wrong)
		return sequence_fail(s, wrong);
	return sequence_check_events(s);
}
