/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "shoot.h"

#include <inttypes.h>
#include <stdarg.h>
#include <string.h>

#define STEPS    120u
#define DATA_LEN 5u
#define QUEUE    UINT64_C(0xda5a0000)
#define STATUS   UINT64_C(0xda5a1000)
#define FPD      UINT64_C(2)

enum { EDIT_FS, EDIT_SS, EDIT_PASID, EDIT_CONTEXT, EDIT_MODE, EDIT_FRESH };

bool shoot_has(const struct unit_model *model)
{
	return model->caps.smts;
}

void shoot_note(struct shoot *s, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	vsnprintf(s->line[s->lines++ % SHOOT_LINES], sizeof(s->line[0]), format,
		  args);
	va_end(args);
}

/* ---- The host -------------------------------------------------------- */

static bool in_tables(uint64_t addr, uint64_t len)
{
	return addr >= SHOOT_TABLES && addr - SHOOT_TABLES <= SHOOT_SIZE - len;
}

static bool oracle_reads(void *ctx, uint64_t addr, void *buf, size_t len)
{
	struct shoot *s = ctx;

	if (!in_tables(addr, len))
		return false;
	memcpy(buf, (uint8_t *)s->memory + (addr - SHOOT_TABLES), len);
	return true;
}

static int host_read(void *ctx, uint64_t addr, void *buf, unsigned int len)
{
	struct shoot *s = ctx;

	if (len == DATA_LEN) {
		s->seen_addr = addr;
		s->seen++;
		memset(buf, 0x5a, len);
		return 0;
	}
	if (addr >= QUEUE && addr + len <= QUEUE + sizeof(s->queue)) {
		memcpy(buf, (uint8_t *)s->queue + (addr - QUEUE), len);
		return 0;
	}
	return oracle_reads(s, addr, buf, len) ? 0 : -1;
}

static int host_write(void *ctx, uint64_t addr, const void *buf,
		      unsigned int len)
{
	struct shoot *s = ctx;

	if (len == DATA_LEN) {
		s->seen_addr = addr;
		s->seen++;
		s->seen_write = true;
	} else if (addr == STATUS && len == 4) {
		memcpy(&s->status, buf, 4);
	} else {
		return -1;
	}
	return 0;
}

static int host_update(void *ctx, uint64_t addr, uint64_t expected,
		       uint64_t desired)
{
	struct shoot *s = ctx;

	if (!in_tables(addr, 8))
		return -1;
	if (shoot_load(s, addr) != expected)
		return 1;
	shoot_store(s, addr, desired);
	return 0;
}

bool shoot_new(struct shoot *s, const struct unit_model *model)
{
	struct native_host host = { .read = host_read,
				    .write = host_write,
				    .update = host_update,
				    .ctx = s };

	return unit_new(&s->unit, model, &host);
}

void shoot_free(struct shoot *s)
{
	unit_free(&s->unit);
}

static uint64_t root_of(const struct shoot *s)
{
	return s->root[s->scalable] | (s->scalable ? 1 << 10 : 0);
}

static bool start(struct shoot *s)
{
	unit_restart(&s->unit);
	s->scalable = true;
	return shoot_build(s) && unit_set_root(&s->unit, root_of(s)) &&
	       unit_queue_on(&s->unit, QUEUE, true) && shoot_flush_all(s) &&
	       unit_level(&s->unit, UNIT_GCMD_TE, true);
}

/* ---- Requests -------------------------------------------------------- */

static void pick_request(struct shoot *s, uint64_t addr)
{
	const struct oracle_caps *c = &s->unit.model->caps;
	struct rng *r = &s->rng;
	unsigned int sid = rng_below(r, SHOOT_SIDS);
	uint64_t rid = shoot_load(s, shoot_context_slot(s, sid) + 8);

	s->req = (struct oracle_request){
		.addr = addr + rng_below(r, 500) * 8,
		.sid = shoot_sids[sid],
		.kind = (uint8_t)(rng_percent(r, 8) ? ORACLE_ATOMIC :
						      rng_below(r, 2)),
		.has_pasid = c->pasid && rng_percent(r, s->scalable ? 50 : 10),
	};
	if (!s->req.has_pasid)
		return;
	/* RID_PASID's value may not be used (48h): rarely. */
	do {
		s->req.pasid = shoot_pasids[rng_below(r, SHOOT_PASIDS)];
	} while (s->req.pasid == rid && rng_percent(r, 90));
	/* SRE is there as often as not. */
	s->req.priv = c->srs && rng_percent(r, 15);
}

static const char *look(struct shoot *s)
{
	struct unit *u = &s->unit;

	if (s->answer == NATIVE_DMA_PENDING)
		return "a request got no answer";
	if (!unit_settle(u))
		return "the engine does not settle";
	s->fsts = unit_fsts(u);
	if (!(s->fsts & UNIT_FSTS_PPF))
		return NULL;
	unit_record(u, u->record, s->frcd);
	if (!unit_clear_record(u, u->record) || unit_fsts(u) & UNIT_FSTS_PPF)
		return "the fault record does not clear";
	u->record = (u->record + 1) % u->model->records;
	return NULL;
}

static const char *do_request(struct shoot *s)
{
	uint8_t data[DATA_LEN] = { 0 };
	struct native_dma dma = {
		.sid = s->req.sid,
		.pasid = s->req.pasid,
		.pasid_valid = s->req.has_pasid,
		.write = s->req.kind != ORACLE_READ,
		.lock = s->req.kind == ORACLE_ATOMIC,
		.priv = s->req.priv,
		.addr = s->req.addr,
		.len = DATA_LEN,
		.data = data,
	};

	s->seen = 0;
	s->seen_write = false;
	s->answer = native_dma(s->unit.native, &dma);
	return look(s);
}

static bool recorded_as(const struct shoot *s, const struct oracle_result *res)
{
	bool record = res->outcome == ORACLE_FAULT && res->recorded;
	uint64_t frcd[2], mask[2];

	if (record != !!(s->fsts & UNIT_FSTS_PPF))
		return false;
	if (!record)
		return true;
	oracle_frcd(&s->unit.model->caps, &s->req, res, frcd, mask);
	return !((s->frcd[0] ^ frcd[0]) & mask[0] ||
		 (s->frcd[1] ^ frcd[1]) & mask[1]);
}

static bool is_right(void *ctx, const struct oracle_result *res)
{
	const struct shoot *s = ctx;

	if (!recorded_as(s, res))
		return false;
	if (res->outcome != ORACLE_PASS)
		return s->answer == NATIVE_DMA_ERROR && !s->seen;
	return s->answer == NATIVE_DMA_OK && s->seen == 1 &&
	       s->seen_addr == res->addr &&
	       s->seen_write == (s->req.kind != ORACLE_READ);
}

/*
 * The oracle is asked after the fact: accessed and dirty bits are there then,
 * and nothing is left that would have to be set.
 */
static const char *judged(struct shoot *s, uint64_t addr)
{
	struct oracle_state state = {
		.caps = s->unit.model->caps,
		.memory = { .ctx = s, .read = oracle_reads },
		.rtaddr = root_of(s),
		.te = true,
	};
	const char *wrong;

	pick_request(s, addr);
	wrong = do_request(s);
	if (wrong)
		return wrong;
	s->counts.requests++;
	if (!oracle_accepts(&state, &s->req, is_right, s, &s->want))
		return "not the right answer";
	fuzz_hist_add(&s->hist, &s->want);
	s->counts.passed += s->want.outcome == ORACLE_PASS;
	for (unsigned int i = 0; i < s->want.steps; i++)
		if (s->want.step[i].must)
			return "an accessed or dirty bit was not set";
	return NULL;
}

/* While a flush is outstanding: no answer is wrong, but there is one. */
static const char *loose(struct shoot *s, uint64_t addr)
{
	const char *wrong = NULL;

	for (uint32_t n = rng_below(&s->rng, 4); n && !wrong; n--) {
		pick_request(s, addr);
		s->counts.loose++;
		wrong = do_request(s);
	}
	return wrong;
}

static const char *use(struct shoot *s, uint64_t addr)
{
	const char *wrong = NULL;

	for (uint32_t n = 1 + rng_below(&s->rng, 5); n && !wrong; n--)
		wrong = judged(s,
			       rng_percent(&s->rng, 70) ? addr : shoot_iova(s));
	return wrong;
}

/* ---- Edits ----------------------------------------------------------- */

static const char *shoot_tree(struct shoot *s, bool first_stage)
{
	unsigned int n =
		rng_below(&s->rng, first_stage ? SHOOT_PASIDS : SHOOT_TREES);
	const struct shoot_tree *t = first_stage ? &s->fs[n] : &s->ss[n];
	struct shoot_edit e = shoot_edit_tree(s, t);
	const char *wrong;
	bool done;

	s->counts.edits[first_stage ? EDIT_FS : EDIT_SS]++;
	s->counts.edits[EDIT_FRESH] += e.fresh;
	if (e.fresh && !s->unit.model->cm)
		return use(s, e.addr);
	wrong = loose(s, e.addr);
	if (wrong)
		return wrong;
	done = first_stage ? shoot_flush_first(s, n, &e) :
			     shoot_flush_second(s, n, &e);
	return done ? use(s, e.addr) : "a flush did not complete";
}

static const char *shoot_pasid(struct shoot *s)
{
	unsigned int sid = rng_below(&s->rng, SHOOT_SIDS);
	unsigned int pasid = rng_below(&s->rng, SHOOT_PASIDS);
	uint64_t at = shoot_pasid_slot(s, sid, pasid);
	uint64_t entry[2] = { shoot_load(s, at), shoot_load(s, at + 8) };
	const char *wrong;

	s->counts.edits[EDIT_PASID]++;
	shoot_note(s, "%04x PASID %u: P=0", shoot_sids[sid],
		   shoot_pasids[pasid]);
	shoot_store(s, at, entry[0] & ~UINT64_C(1));
	wrong = loose(s, shoot_iova(s));
	if (wrong)
		return wrong;
	if (!shoot_flush_pasid(s, pasid, entry))
		return "a flush did not complete";
	wrong = use(s, shoot_iova(s));
	if (wrong)
		return wrong;
	shoot_set_pasid(s, sid, pasid);
	if (s->unit.model->cm) {
		entry[0] = shoot_load(s, at);
		entry[1] = shoot_load(s, at + 8);
		if (!shoot_flush_pasid(s, pasid, entry))
			return "a flush did not complete";
	}
	return use(s, shoot_iova(s));
}

static const char *shoot_context(struct shoot *s)
{
	const struct oracle_caps *c = &s->unit.model->caps;
	unsigned int sid = rng_below(&s->rng, SHOOT_SIDS);
	uint64_t at = shoot_context_slot(s, sid);
	uint64_t rid = shoot_pasids[rng_below(&s->rng, SHOOT_PASIDS)];
	uint64_t lo = shoot_load(s, at);
	const char *wrong;

	s->counts.edits[EDIT_CONTEXT]++;
	if (c->rps)
		shoot_store(s, at + 8, rid);
	if (c->pasid)
		lo = (lo & ~UINT64_C(8)) | (rng_percent(&s->rng, 90) ? 8 : 0);
	if (rng_percent(&s->rng, 20))
		lo ^= FPD;
	lo = (lo & ~UINT64_C(1)) | rng_percent(&s->rng, 95);
	shoot_store(s, at, lo);
	shoot_note(s, "context %04x: %016" PRIx64 " %016" PRIx64,
		   shoot_sids[sid], shoot_load(s, at + 8), lo);
	wrong = loose(s, shoot_iova(s));
	if (wrong)
		return wrong;
	return shoot_flush_context(s, sid) ? use(s, shoot_iova(s)) :
					     "a flush did not complete";
}

/* 11.4.5: without ESRTPS the mode changes with TE off, and all is flushed. */
static const char *switch_mode(struct shoot *s)
{
	struct unit *u = &s->unit;
	bool at_once = u->model->esrtps;

	s->counts.edits[EDIT_MODE]++;
	s->scalable = !s->scalable;
	shoot_note(s, "%s mode", s->scalable ? "scalable" : "legacy");
	if (at_once)
		return unit_set_root(u, root_of(s)) ? use(s, shoot_iova(s)) :
						      "SRTP did not end";
	if (!unit_level(u, UNIT_GCMD_TE, false) ||
	    !unit_set_root(u, root_of(s)) || !shoot_flush_all(s) ||
	    !unit_level(u, UNIT_GCMD_TE, true))
		return "the mode did not change";
	return use(s, shoot_iova(s));
}

/* In legacy mode only what that mode has descriptors for. */
static const char *step(struct shoot *s)
{
	uint32_t r = rng_below(&s->rng, 100);

	if (s->next + 0x4000 > SHOOT_TABLES + SHOOT_SIZE)
		return start(s) ? NULL : "the block does not start over";
	if (r < 15)
		return use(s, shoot_iova(s));
	if (r < 20)
		return shoot_garbage(s);
	if (r < 23 || !s->scalable)
		return switch_mode(s);
	if (r < 55 && s->unit.model->caps.fsts)
		return shoot_tree(s, true);
	if (r < 78)
		return shoot_tree(s, false);
	return r < 92 ? shoot_pasid(s) : shoot_context(s);
}

const char *shoot_run(struct shoot *s, uint64_t seed, uint64_t index)
{
	const char *wrong = NULL;

	s->rng = rng_for(seed, index);
	s->lines = 0;
	if (!start(s))
		return "the block does not start";
	for (unsigned int i = 0; i < STEPS && !wrong; i++)
		wrong = step(s);
	return wrong;
}

void shoot_print(const struct shoot *s, FILE *out)
{
	unsigned int first = s->lines > SHOOT_LINES ? s->lines - SHOOT_LINES :
						      0;
	char text[8192];

	for (unsigned int i = first; i < s->lines; i++)
		fprintf(out, "  %s\n", s->line[i % SHOOT_LINES]);
	oracle_describe(&s->req, &s->want, text, sizeof(text));
	fprintf(out,
		"%s  seen: answer %d, %u accesses, the last at %#" PRIx64
		", FSTS %08" PRIx32 ", record %016" PRIx64 " %016" PRIx64 "\n",
		text, s->answer, s->seen, s->seen_addr, s->fsts, s->frcd[1],
		s->frcd[0]);
}

bool shoot_report(const struct shoot *s, FILE *out)
{
	static const char *const names[] = { "first stage", "second stage",
					     "PASID entry", "context",
					     "mode",        "of them fresh" };
	const struct shoot_counts *c = &s->counts;
	bool good = c->passed * 100 >= c->requests * HIST_PASS_PERCENT;

	fprintf(out,
		"%" PRIu64 " requests (%" PRIu64 " passed), %" PRIu64
		" more with a flush outstanding, %" PRIu64
		" descriptors; edits:",
		c->requests, c->passed, c->loose, c->flushes);
	for (unsigned int i = 0; i < 6; i++) {
		fprintf(out, " %s %" PRIu64, names[i], c->edits[i]);
		good &= c->edits[i] >= 100;
	}
	for (unsigned int i = 0; i < 5; i++)
		good &= s->hist.pgtt[i] >= 100;
	fprintf(out,
		"\npassed by PGTT: %" PRIu64 " %" PRIu64 " %" PRIu64 " %" PRIu64
		", legacy %" PRIu64 "\n",
		s->hist.pgtt[1], s->hist.pgtt[2], s->hist.pgtt[3],
		s->hist.pgtt[4], s->hist.pgtt[0]);
	fprintf(out, "faults:");
	for (unsigned int i = 0; i < 256; i++)
		if (s->hist.reason[i])
			fprintf(out, " %02xh %" PRIu64, i, s->hist.reason[i]);
	fprintf(out, "\n");
	return good;
}
