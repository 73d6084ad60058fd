/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "native_request.h"

#include <inttypes.h>
#include <string.h>

#include "rng.h"

#define PAGE UINT64_C(0x1000)

/* Bits of a translation: PCIe Base, 10.2.3. */
#define BIT_R   UINT64_C(0x001)
#define BIT_W   UINT64_C(0x002)
#define BIT_RW  UINT64_C(0x003)
#define BIT_S   UINT64_C(0x800)
#define NUMBERS UINT64_C(0x7ff) /* all below S */

bool request_new(struct request_runner *q, const struct unit_model *model)
{
	struct unit_model with = *model;

	with.caps.dt = true;
	with.caps.nwfs = true;
	/* Nobody here forgets translations, so none could be remembered. */
	with.cm = false;
	return case_runner_new(&q->r, &with);
}

/* Most sources may use ATS: TT = 01, or DTE. */
static void allow(struct case_runner *r, struct fuzz_case *c)
{
	struct oracle_result res;

	fuzz_case_oracle(&r->setup, c, &res);
	for (unsigned int i = 0; i < res.steps; i++) {
		const struct oracle_step *step = &res.step[i];

		if (step->read_failed)
			continue;
		if (step->table == ORACLE_SCALABLE_CONTEXT ||
		    (step->table == ORACLE_CONTEXT && !(step->value[0] & 12)))
			fuzz_case_store(c, step->addr, step->value[0] | 4);
	}
}

static void make(struct request_runner *q, uint64_t seed, uint64_t index,
		 struct fuzz_case *c)
{
	uint64_t noise = rng_mix(seed ^ ~index);

	fuzz_case_make(&q->r.setup, seed, index, c);
	c->race = 0;
	c->req.translated = noise % 8 == 0 && !c->req.exec && !c->req.priv;
	c->req.zero_length = false;
	c->req.dword = false;
	if (noise >> 8 & 15)
		allow(&q->r, c);
	if ((noise >> 24 & 63) == 0)
		c->req.addr = UINT64_C(0xfee00000) | (noise >> 32 & 0xfffff);
	q->no_write = noise >> 16 & 1;
	q->wanted = (unsigned int)(noise >> 20 & 7) + 1;
}

/* The message as vtd_gate.def has it, written down once more. */
static bool ask(struct request_runner *q)
{
	const struct oracle_request *req = &q->r.c.req;
	uint64_t head = 5 | UINT64_C(1) << 56 | (uint64_t)req->sid << 40 |
			UINT64_C(0x5a) << 12;
	uint64_t word = (req->addr & ~(PAGE - 1)) | (q->wanted - 1) |
			(q->no_write ? 8 : 0);
	struct native *n = q->r.unit.native;

	if (req->has_pasid)
		head |= (uint64_t)req->pasid << 20 | 1 << 9;
	if (req->priv)
		head |= 1 << 7;
	if (req->exec)
		head |= 1 << 8;
	if (!native_msg_request(n, head, word, 0) || !unit_settle(&q->r.unit) ||
	    !native_msg_oldest(n, &q->got))
		return false;
	native_msg_take(n);
	return (q->got.word[0] >> 56 & 15) == 1 &&
	       (q->got.word[0] >> 12 & 0xff) == 0x5a &&
	       (q->got.word[0] >> 40 & 0xffff) == req->sid;
}

/* S: the lowest 0 from bit 12 upwards is the upper half's. */
static uint64_t size_of(uint64_t word)
{
	uint64_t size = PAGE;

	if (!(word & BIT_S))
		return size;
	for (size = 2 * PAGE; word & size >> 1; size <<= 1)
		;
	return size;
}

static bool meets_interrupts(uint64_t addr, uint64_t size)
{
	return (addr & -size) == (UINT64_C(0xfee00000) & -size) ||
	       addr >> 20 == 0xfee;
}

/*
 * The page of the tables, or the largest there is in pass-through, unless it
 * reaches into the interrupt range: then what does not.
 */
static bool size_is_right(const struct oracle_request *req,
			  const struct oracle_ats *want, uint64_t size)
{
	bool near = meets_interrupts(want->addr, want->page_size) ||
		    meets_interrupts(req->addr, want->page_size);

	if (!want->page_size)
		return !meets_interrupts(want->addr, size) || size == PAGE;
	return near ? size <= want->page_size : size == want->page_size;
}

static const char *check_word(const struct oracle_request *req,
			      const struct oracle_ats *want, uint64_t word)
{
	uint64_t size = size_of(word);

	if ((word & NUMBERS) != want->bits)
		return "wrong permissions or attributes";
	if (!(want->bits & BIT_RW) || want->bits & 4)
		return word & ~NUMBERS ? "an address without a translation" :
					 NULL;
	if (!size_is_right(req, want, size))
		return "wrong size";
	if ((word & -size & ~(PAGE - 1)) != (want->addr & -size))
		return "wrong address";
	return NULL;
}

/* The word at @addr: what may have been set by all translations together. */
static const char *check_marks(const struct request_runner *q,
			       const struct oracle_result *res, bool done)
{
	const struct case_runner *r = &q->r;

	for (unsigned int i = 0; done && i < res->steps; i++) {
		const struct oracle_step *s = &res->step[i];

		if (s->must & ~fuzz_case_load(&r->now, s->addr))
			return "an accessed or dirty bit was not set";
	}
	return NULL;
}

static uint64_t may_of(const struct oracle_result *res, uint64_t addr)
{
	uint64_t may = 0;

	for (unsigned int i = 0; i < res->steps; i++)
		if (res->step[i].addr == addr)
			may |= res->step[i].may | res->step[i].must;
	return may;
}

/* A request for one page changes nothing that it may not. */
static const char *check_changes(const struct request_runner *q)
{
	const struct case_runner *r = &q->r;

	for (unsigned int i = 0; i < r->now.words; i++) {
		uint64_t addr = r->now.word[i].addr;
		uint64_t old = fuzz_case_load(&r->c, addr);
		uint64_t may = may_of(&q->want.read, addr) |
			       may_of(&q->want.write, addr);

		if (r->now.word[i].value & ~(old | may) ||
		    old & ~r->now.word[i].value)
			return "a table was changed";
	}
	return NULL;
}

static const char *check_tables(const struct request_runner *q)
{
	const char *wrong;

	wrong = check_marks(q, &q->want.read,
			    !q->want.fault && q->want.bits & BIT_R);
	if (!wrong)
		wrong = check_marks(q, &q->want.write,
				    !q->want.fault && q->want.bits & BIT_W);
	return wrong || q->wanted > 1 ? wrong : check_changes(q);
}

static const char *check_record(const struct request_runner *q)
{
	const struct case_runner *r = &q->r;
	struct oracle_request req = r->c.req;
	uint64_t frcd[2], mask[2];
	bool seen = r->fsts & UNIT_FSTS_PPF;

	if (seen != q->want.recorded)
		return seen ? "a fault was recorded that is none" :
			      "the fault was not recorded";
	if (!seen)
		return NULL;
	req.kind = ORACLE_READ;
	req.translation = true;
	oracle_frcd(&r->setup.caps, &req, q->want.fault, frcd, mask);
	if ((r->frcd[0] ^ frcd[0]) & mask[0] ||
	    (r->frcd[1] ^ frcd[1]) & mask[1])
		return "the fault record is wrong";
	return NULL;
}

/* Those behind the first: each must be what it would be by itself. */
static const char *check_more(const struct request_runner *q,
			      const struct oracle_state *state)
{
	struct oracle_request req = q->r.c.req;
	uint64_t size = size_of(q->got.word[1]);
	struct oracle_ats want;

	for (unsigned int i = 2; i < q->got.count; i++) {
		req.addr = (req.addr & -size) + size;
		oracle_ats(state, &req, q->no_write, &want);
		if (want.asked)
			return NULL;
		if (size_of(q->got.word[i]) != size || want.status ||
		    !(want.bits & BIT_RW) ||
		    check_word(&req, &want, q->got.word[i]))
			return "one of several translations is wrong";
	}
	return NULL;
}

static const char *check(const struct request_runner *q,
			 const struct oracle_state *state)
{
	unsigned int status = q->got.word[0] >> 4 & 7;
	const char *wrong = NULL;

	if (status != q->want.status)
		return "wrong status";
	if (status ? q->got.count != 1 :
		     q->got.count < 2 || q->got.count > q->wanted + 1)
		return "wrong number of translations";
	if (!status)
		wrong = check_word(&q->r.c.req, &q->want, q->got.word[1]);
	if (!wrong)
		wrong = check_record(q);
	if (!wrong)
		wrong = check_tables(q);
	return wrong ? wrong : check_more(q, state);
}

/* The answer for the usual choices, or for any others that matter. */
static const char *judge(struct request_runner *q)
{
	struct oracle_state state = fuzz_case_state(&q->r.setup, &q->r.c);
	const struct oracle_request *req = &q->r.c.req;
	const char *wrong;
	uint32_t asked;

	oracle_ats(&state, req, q->no_write, &q->want);
	wrong = check(q, &state);
	asked = q->want.asked;
	for (uint32_t some = asked; wrong && some; some = (some - 1) & asked) {
		state.choices = some;
		oracle_ats(&state, req, q->no_write, &q->want);
		asked |= q->want.asked;
		if (!check(q, &state))
			return NULL;
	}
	return wrong;
}

static void count_translation(struct request_counts *c, uint64_t word)
{
	static const enum request_seen by_rights[4] = {
		REQUEST_NOTHING, REQUEST_READ, REQUEST_WRITE, REQUEST_BOTH
	};

	c->seen[word & 4 ? REQUEST_UNTRANSLATED : by_rights[word & 3]]++;
	c->seen[REQUEST_LARGE] += word & BIT_S ? 1 : 0;
	c->seen[REQUEST_SNOOPS] += word >> 10 & 1;
	c->seen[REQUEST_PRIVILEGED] += word >> 4 & 1;
}

static void count(struct request_runner *q)
{
	struct request_counts *c = &q->counts;

	if (q->want.fault)
		c->reason[q->want.fault->reason]++;
	if (q->want.status == ORACLE_ATS_UR)
		c->seen[REQUEST_UR]++;
	else if (q->want.status == ORACLE_ATS_CA)
		c->seen[REQUEST_CA]++;
	else
		count_translation(c, q->got.word[1]);
	c->seen[REQUEST_SEVERAL] += q->got.count > 2;
	c->seen[REQUEST_NOTHING_RECORDED] += !q->want.status &&
					     q->want.recorded;
}

static const char *run_request(struct request_runner *q,
			       const struct fuzz_case *c)
{
	struct case_runner *r = &q->r;
	const char *wrong;

	r->c = *c;
	r->now = *c;
	r->raced = false;
	if (!case_prepare(r))
		return "a command of the driver did not end";
	if (!ask(q))
		return "no answer, or not one";
	wrong = case_look(r);
	if (!wrong)
		wrong = judge(q);
	case_next_record(r);
	count(q);
	return wrong;
}

const char *request_run(struct request_runner *q, uint64_t seed, uint64_t index)
{
	struct fuzz_case c;
	const char *wrong;

	make(q, seed, index, &c);
	q->counts.cases++;
	if (!c.req.translated)
		return run_request(q, &c);
	wrong = case_run_this(&q->r, &c);
	q->counts.seen[REQUEST_TRANSLATED] += q->r.want.outcome == ORACLE_PASS;
	return wrong;
}

void request_print(const struct request_runner *q, FILE *out)
{
	char text[8192];

	if (q->r.c.req.translated) {
		case_print(&q->r, out);
		return;
	}
	oracle_describe(&q->r.c.req, &q->want.read, text, sizeof(text));
	fputs(text, out);
	oracle_describe(&q->r.c.req, &q->want.write, text, sizeof(text));
	fputs(text, out);
	fprintf(out,
		"  %u wanted%s; expected: status %u, bits %#x, %#" PRIx64
		" of %#" PRIx64 " bytes; record %d\n",
		q->wanted, q->no_write ? ", NW" : "", q->want.status,
		q->want.bits, q->want.addr, q->want.page_size,
		q->want.recorded);
	for (unsigned int i = 0; i < q->got.count; i++)
		fprintf(out, "  seen: %016" PRIx64 "\n", q->got.word[i]);
	fprintf(out, "  record %016" PRIx64 " %016" PRIx64 "\n", q->r.frcd[1],
		q->r.frcd[0]);
}

/* Table 30: what a translation request can meet. */
static const uint8_t reasons[] = {
	0x01, 0x02, 0x03, 0x04, 0x07, 0x08, 0x09, 0x0a, 0x0b, 0x0c, 0x0d, 0x0e,
	0x30, 0x31, 0x33, 0x38, 0x39, 0x3a, 0x40, 0x41, 0x42, 0x43, 0x44, 0x45,
	0x46, 0x48, 0x50, 0x51, 0x52, 0x58, 0x59, 0x5a, 0x5b, 0x5c, 0x5d, 0x70,
	0x71, 0x72, 0x73, 0x74, 0x75, 0x76, 0x77, 0x78, 0x79, 0x7a, 0x7b, 0x7c,
	0x7d, 0x80, 0x81, 0x83, 0x84, 0x87, 0x89, 0x90, 0x91,
};

static bool all_reasons(const struct request_counts *c, uint64_t min_each,
			FILE *out)
{
	bool good = true;

	for (unsigned int i = 0; i < sizeof(reasons); i++) {
		if (c->reason[reasons[i]] >= min_each)
			continue;
		fprintf(out, "too few: reason %02xh\n", reasons[i]);
		good = false;
	}
	return good;
}

bool request_report(const struct request_counts *c, uint64_t min_each,
		    FILE *out)
{
	static const char *const names[REQUEST_SEEN] = {
		"UR",
		"CA",
		"nothing",
		"nothing, recorded",
		"read",
		"write",
		"both",
		"untranslated only",
		"large",
		"several",
		"snoops",
		"privileged",
		"translated requests",
	};
	uint64_t good_ones = c->seen[REQUEST_READ] + c->seen[REQUEST_WRITE] +
			     c->seen[REQUEST_BOTH] +
			     c->seen[REQUEST_TRANSLATED];
	bool good = good_ones * 100 >= c->cases * 40;

	fprintf(out, "%" PRIu64 " requests, %" PRIu64 " %% translated%s\n",
		c->cases, good_ones * 100 / c->cases,
		good ? "" : ", want 40 %");
	for (unsigned int i = 0; i < REQUEST_SEEN; i++) {
		fprintf(out, "%s %" PRIu64 "%s", names[i], c->seen[i],
			i + 1 < REQUEST_SEEN ? ", " : "\nfaults:");
		good &= c->seen[i] >= min_each;
	}
	for (unsigned int i = 0; i < 256; i++)
		if (c->reason[i])
			fprintf(out, " %02xh %" PRIu64, i, c->reason[i]);
	fprintf(out, "\n");
	return all_reasons(c, min_each, out) && good;
}
