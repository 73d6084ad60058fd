/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */
/*
 * usage: fuzz_interrupt CASES [SEED [FIRST]]
 * Asks the engine and the oracle about random interrupts. Exit status 0: they
 * agree in every case, and each outcome came up often enough.
 */

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "host.h"
#include "vtd_config.h"

/* 11.4 */
#define GCMD   0x018u
#define GSTS   0x01cu
#define IRTA   0x0b8u
#define IRE    (UINT32_C(1) << 25)
#define SIRTP  (UINT32_C(1) << 24)
#define CFI    (UINT32_C(1) << 23)
#define CAP_PI (UINT64_C(1) << 59)
#define EIM    (UINT64_C(1) << 4)

#define FIRST_REASON 0x20u
#define LAST_REASON  0x28u
#define EACH_REASON  100u
#define LET_THROUGH  40u /* per cent */
#define TURNS        1000u

struct histogram {
	uint64_t sent, posted, notified, passed, silent;
	uint64_t fault[LAST_REASON + 1];
};

struct fuzz {
	struct native *native[4]; /* bit 0: EIM, bit 1: PI */
	struct host host;
	struct interrupt_case c;
	struct histogram hist;
	uint64_t frcd; /* offset of the first fault record */
};

/* What came of one request. */
struct outcome {
	bool done;
	uint64_t frcd[2];
};

static bool start(struct fuzz *f)
{
	struct native_host host = host_for_engine(&f->host);
	struct vtd_config config = vtd_config_full();

	config.haw = CASE_HAW;
	f->frcd = (config.cap >> 24 & 0x3ff) * 16;
	for (unsigned int i = 0; i < 4; i++) {
		struct vtd_config one = config;

		one.ecap &= i & 1 ? UINT64_MAX : ~EIM;
		one.cap &= i & 2 ? UINT64_MAX : ~CAP_PI;
		f->native[i] = native_new(&one, &host);
		if (!f->native[i])
			return false;
	}
	return true;
}

/* ---- One request ------------------------------------------------------- */

static bool command(struct native *n, uint32_t gcmd)
{
	uint64_t gsts;

	return !native_reg_write(n, GCMD, 4, gcmd) &&
	       native_run(n, TURNS) < TURNS &&
	       !native_reg_read(n, GSTS, 4, &gsts) && (gsts & gcmd) == gcmd;
}

/* From reset, so that nothing is known of other cases. */
static bool prepare(struct native *n, const struct interrupt_case *c)
{
	uint32_t level = (c->ire ? IRE : 0) | (c->cfi ? CFI : 0);

	native_reset(n);
	return !native_reg_write(n, IRTA, 8, c->irta) && command(n, SIRTP) &&
	       command(n, level);
}

static bool ask(struct fuzz *f, struct native *n, struct outcome *out)
{
	uint32_t data = f->c.data;
	struct native_dma dma = {
		.sid = f->c.sid,
		.write = true,
		.addr = f->c.addr,
		.len = 4,
		.data = &data,
	};
	enum native_dma_result result = native_dma(n, &dma);

	out->done = result == NATIVE_DMA_OK;
	return result != NATIVE_DMA_PENDING && native_run(n, TURNS) < TURNS;
}

/* Whichever record it is: the one with F. It is made free again. */
static void take_record(struct fuzz *f, struct native *n, unsigned int index,
			struct outcome *out)
{
	unsigned int at = (unsigned int)f->frcd + 16 * index;

	native_reg_read(n, at, 8, &out->frcd[0]);
	native_reg_read(n, at + 8, 8, &out->frcd[1]);
	native_reg_write(n, at + 8, 8, UINT64_C(1) << 63);
	native_run(n, TURNS);
}

/* ---- Against the oracle ------------------------------------------------ */

static struct oracle_state state_of(struct fuzz *f)
{
	const struct interrupt_case *c = &f->c;
	struct oracle_state s = {
		.caps = { .haw = CASE_HAW,
			  .ir = true,
			  .eim = c->eim,
			  .pi = c->pi },
		.memory = host_for_oracle(&f->host),
		.ire = c->ire,
		.cfi = c->cfi,
		.irta = c->irta,
	};

	return s;
}

static bool same_message(const struct host *h, const struct oracle_message *m)
{
	return h->messages == 1 && h->message[0].addr == m->addr &&
	       !((h->message[0].data ^ m->data) & m->data_mask);
}

/* The descriptor is as it was but for what @res says. */
static bool same_descriptor(const struct fuzz *f,
			    const struct oracle_interrupt *res)
{
	uint64_t want[8];

	memcpy(want, f->c.descriptor, sizeof(want));
	if (res->outcome == ORACLE_POSTED) {
		want[res->vector / 64] |= UINT64_C(1) << res->vector % 64;
		want[4] |= res->on;
	}
	return !memcmp(want, f->host.descriptor, sizeof(want));
}

static bool same_record(const struct fuzz *f, const struct outcome *out,
			const struct oracle_interrupt *res)
{
	uint64_t frcd[2], mask[2];

	if (res->outcome != ORACLE_IR_FAULT || !res->recorded)
		return !(out->frcd[1] >> 63);
	oracle_interrupt_frcd(f->c.sid, res, frcd, mask);
	return !((frcd[0] ^ out->frcd[0]) & mask[0]) &&
	       !((frcd[1] ^ out->frcd[1]) & mask[1]);
}

static const char *difference(const struct fuzz *f, const struct outcome *out,
			      const struct oracle_interrupt *res)
{
	bool message = res->outcome == ORACLE_SENT ||
		       (res->outcome == ORACLE_POSTED && res->notify);

	if (out->done != (res->outcome != ORACLE_IR_FAULT))
		return "let through or blocked";
	if (f->host.stray)
		return "something else was written";
	if (message ? !same_message(&f->host, &res->message) :
		      f->host.messages > 0)
		return "message";
	if (!same_descriptor(f, res))
		return "descriptor";
	return same_record(f, out, res) ? NULL : "fault record";
}

static void count(struct histogram *h, const struct oracle_interrupt *res)
{
	if (res->outcome == ORACLE_IR_FAULT) {
		h->fault[res->reason]++;
		h->silent += !res->recorded;
	}
	h->passed += res->bypassed;
	h->sent += res->outcome == ORACLE_SENT && !res->bypassed;
	h->posted += res->outcome == ORACLE_POSTED;
	h->notified += res->outcome == ORACLE_POSTED && res->notify;
}

static void print_case(const struct interrupt_case *c,
		       const struct oracle_interrupt *res)
{
	printf("IRTA %#" PRIx64 " IRES %d CFIS %d, source %04x writes %#x to "
	       "%#x\nentry at %#" PRIx64 ": %#" PRIx64 " %#" PRIx64
	       "\ndescriptor at %#" PRIx64 ": ... %#" PRIx64 "\n",
	       c->irta, c->ire, c->cfi, c->sid, c->data, c->addr, c->entry_at,
	       c->entry[0], c->entry[1], c->descriptor_at, c->descriptor[4]);
	printf("expected: outcome %u, reason %#x, message %#x to %#" PRIx64
	       "\n",
	       res->outcome, res->reason, res->message.data, res->message.addr);
}

/* @records: how many the engine has written since reset. */
static const char *check(struct fuzz *f, struct native *n,
			 unsigned int *records)
{
	struct outcome out = { 0 };
	struct oracle_interrupt res;
	struct oracle_state state;
	const char *wrong = "does not answer";

	host_begin(&f->host, &f->c);
	state = state_of(f);
	/* 24h and 26h in one entry: the source comes first (5.1.4). */
	state.choices = UINT32_C(1) << ORACLE_Q_IRTE_ORDER;
	oracle_interrupt(&state, f->c.sid, f->c.addr, f->c.data, &res);
	/* SVT = 3 is refused; a reserved value, or a source that is not it? */
	if (res.reason == 0x26 && (f->c.entry[1] >> 18 & 3) == 3)
		res.reason = 0x24;
	if (ask(f, n, &out)) {
		take_record(f, n, *records, &out);
		*records += out.frcd[1] >> 63;
		wrong = difference(f, &out, &res);
	}
	count(&f->hist, &res);
	if (wrong)
		print_case(&f->c, &res);
	return wrong;
}

static bool run_case(struct fuzz *f, uint64_t seed, uint64_t index)
{
	struct rng r = rng_for(seed + 1, index);
	unsigned int records = 0;
	struct native *n;
	const char *wrong;

	case_make(&f->c, seed, index);
	n = f->native[f->c.eim | f->c.pi << 1];
	host_begin(&f->host, &f->c);
	wrong = prepare(n, &f->c) ? check(f, n, &records) :
				    "does not take commands";
	if (!wrong) {
		case_again(&f->c, &r);
		wrong = check(f, n, &records);
	}
	if (!wrong)
		return true;
	printf("case %" PRIu64 ": %s; again: fuzz_interrupt 1 %" PRIu64
	       " %" PRIu64 "\n",
	       index, wrong, seed, index);
	return false;
}

/* ---- The run ----------------------------------------------------------- */

static bool covered(const struct histogram *h, uint64_t requests)
{
	uint64_t through = h->sent + h->posted + h->passed;
	bool enough = through * 100 >= requests * LET_THROUGH &&
		      h->silent >= EACH_REASON;

	printf("%" PRIu64 " remapped, %" PRIu64 " posted (%" PRIu64
	       " notified), %" PRIu64 " passed; %" PRIu64
	       " faults without a record\n",
	       h->sent, h->posted, h->notified, h->passed, h->silent);
	for (unsigned int n = FIRST_REASON; n <= LAST_REASON; n++) {
		printf("%xh: %" PRIu64 "\n", n, h->fault[n]);
		enough = enough && h->fault[n] >= EACH_REASON;
	}
	return enough && h->notified >= EACH_REASON &&
	       h->posted - h->notified >= EACH_REASON;
}

static bool run(struct fuzz *f, uint64_t cases, uint64_t seed, uint64_t first)
{
	for (uint64_t i = first; i < first + cases; i++)
		if (!run_case(f, seed, i))
			return false;
	printf("%" PRIu64 " cases agree\n", cases);
	if (cases == 1 || covered(&f->hist, 2 * cases))
		return true;
	printf("not everything came up often enough\n");
	return false;
}

int main(int argc, char **argv)
{
	static struct fuzz f;
	uint64_t number[3] = { 0, 1, 0 };
	bool good;

	if (argc < 2 || argc > 4) {
		fprintf(stderr, "usage: fuzz_interrupt CASES [SEED [FIRST]]\n");
		return 2;
	}
	for (int i = 1; i < argc; i++)
		number[i - 1] = strtoull(argv[i], NULL, 0);
	good = start(&f) && run(&f, number[0], number[1], number[2]);
	for (unsigned int i = 0; i < 4; i++)
		native_free(f.native[i]);
	return !good;
}
