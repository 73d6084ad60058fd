/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "interrupt.h"

#include <inttypes.h>
#include <string.h>

#include "rng.h"

#define PID_ON  UINT64_C(1)
#define PAGES   UINT64_C(0x1000000) /* tables and descriptors lie from here */
#define NOWHERE UINT64_C(0x5000000)
#define EIME    UINT64_C(0x800)
#define SHV     8u
#define BIT(n)  (UINT64_C(1) << (n))

static const uint16_t sids[4] = { 0x0008, 0x0100, 0x20ff, 0xfffa };

struct maker {
	struct rng rng;
	const struct oracle_caps *caps;
	struct fuzz_case *c;
	struct interrupt_case *i;
	const struct interrupt_case *before; /* NULL: none to go on from */
	uint32_t index;
	bool posted;
};

bool interrupt_has(const struct unit_model *model)
{
	return model->caps.ir;
}

static uint64_t bit(struct maker *m, unsigned int lo, unsigned int hi)
{
	return UINT64_C(1) << (lo + rng_below(&m->rng, hi - lo + 1));
}

static void flip(struct maker *m, uint64_t at, uint64_t bits)
{
	fuzz_case_store(m->c, at, fuzz_case_load(m->c, at) ^ bits);
}

/* ---- A good case --------------------------------------------------------- */

/* 5.1.3: a source check of any kind that lets the source through. */
static uint64_t source(struct maker *m)
{
	static const uint16_t ignored[4] = { 0, 4, 6, 7 };
	uint64_t sq = rng_below(&m->rng, 4);
	uint64_t bus = m->i->sid >> 8;

	switch (rng_below(&m->rng, 3)) {
	case 0:
		return rng_u64(&m->rng) & 0x3ffff;
	case 1:
		return 1 << 18 | sq << 16 |
		       (m->i->sid ^ (rng_u64(&m->rng) & ignored[sq]));
	default:
		return 2 << 18 | sq << 16 |
		       (bus - rng_u64(&m->rng) % (bus + 1)) << 8 |
		       (bus + rng_u64(&m->rng) % (256 - bus));
	}
}

static void lay_remapped(struct maker *m)
{
	static const uint8_t dlm[] = { 0, 1, 2, 4, 5, 7 };
	uint64_t lo = 1 | (rng_u64(&m->rng) & 0xff0f1c) |
		      (uint64_t)dlm[rng_below(&m->rng, sizeof(dlm))] << 5;
	uint64_t dst = rng_u64(&m->rng) & 0xffffffff;

	if (!(m->i->irta & EIME))
		dst &= 0xff00;
	fuzz_case_store(m->c, m->i->entry, lo | dst << 32);
	fuzz_case_store(m->c, m->i->entry + 8, source(m));
}

static void lay_posted(struct maker *m)
{
	uint64_t pid = PAGES + 0x200000 + rng_below(&m->rng, 4096) * 64u;
	uint64_t lo = 1 | BIT(15) | (rng_u64(&m->rng) & 0xff4f00) |
		      (pid & 0xffffffc0) << 32;
	uint64_t control = (rng_u64(&m->rng) & 0xff0003) |
			   (rng_u64(&m->rng) & 0xff00) << 32;

	m->i->pid = pid;
	if (m->i->irta & EIME)
		control |= rng_u64(&m->rng) & UINT64_C(0xffff00ff00000000);
	fuzz_case_store(m->c, m->i->entry, lo);
	fuzz_case_store(m->c, m->i->entry + 8, source(m));
	for (unsigned int n = 0; n < 4; n++)
		fuzz_case_store(m->c, pid + 8 * n,
				rng_u64(&m->rng) & rng_u64(&m->rng));
	fuzz_case_store(m->c, pid + 32, control);
}

/* Handle, or handle and subhandle, that give the index. */
static void lay_message(struct maker *m)
{
	uint32_t sub = 0;
	uint32_t handle;

	if (rng_percent(&m->rng, 50)) {
		sub = rng_below(&m->rng, m->index + 1);
		m->i->data = sub;
		m->i->addr |= SHV;
	} else {
		m->i->data = (uint32_t)rng_u64(&m->rng);
	}
	handle = m->index - sub;
	m->i->addr |= 0xfee00010 | (handle & 0x7fff) << 5 | (handle >> 15) << 2;
}

/* A table of its own, small more often than not, or the one before. */
static void lay_table(struct maker *m, unsigned int size)
{
	if (m->before && rng_percent(&m->rng, 60)) {
		*m->i = (struct interrupt_case){ .kept = true,
						 .irta = m->before->irta,
						 .ire = m->before->ire,
						 .cfi = m->before->cfi,
						 .sid = m->i->sid };
		return;
	}
	m->i->ire = rng_percent(&m->rng, 95);
	m->i->cfi = rng_percent(&m->rng, 50);
	m->i->irta = (PAGES + rng_below(&m->rng, 64) * 0x1000u) |
		     (rng_percent(&m->rng, 50) ? size : 1);
	if (m->caps->eim && rng_percent(&m->rng, 40))
		m->i->irta |= EIME;
}

static void lay(struct maker *m)
{
	unsigned int size = rng_below(&m->rng, 16);

	m->i->sid = sids[rng_below(&m->rng, 4)];
	lay_table(m, size);
	size = m->i->irta & 15;
	m->index = m->i->index = rng_below(&m->rng, 2u << size);
	m->i->entry = (m->i->irta & ~UINT64_C(0xfff)) + m->index * 16u;
	m->posted = m->caps->pi && rng_percent(&m->rng, 50);
	lay_message(m);
	if (m->posted)
		lay_posted(m);
	else
		lay_remapped(m);
}

/* ---- Spoilt -------------------------------------------------------------- */

static void spoil_message(struct maker *m)
{
	switch (rng_below(&m->rng, 3)) {
	case 0:
		m->i->addr |= SHV;
		m->i->data |= (uint32_t)bit(m, 16, 31);
		break;
	case 1: /* Compatibility format, which may pass. */
		m->i->addr &= ~UINT64_C(0x10);
		m->i->data &= 0xffff;
		break;
	default: /* The index is beyond the table, more often than not. */
		m->i->irta &= ~UINT64_C(15);
		m->i->kept = false;
	}
}

static void spoil_table(struct maker *m)
{
	uint64_t low = m->i->irta & 0xfff;

	m->i->kept = false;
	if (rng_percent(&m->rng, 70))
		m->i->irta = NOWHERE | low;
	else
		m->i->irta |= BIT(m->caps->haw);
}

static void spoil_entry(struct maker *m)
{
	uint64_t at = m->i->entry;

	switch (rng_below(&m->rng, 5)) {
	case 0:
		fuzz_case_store(m->c, at, fuzz_case_load(m->c, at) & ~BIT(0));
		break;
	case 1:
		flip(m, at, bit(m, 24, 31));
		break;
	case 2:
		flip(m, at, bit(m, 2, 63));
		break;
	case 3:
		flip(m, at + 8, bit(m, 20, 63));
		break;
	default:
		flip(m, at + 8, bit(m, 0, 19));
	}
}

static void spoil_source(struct maker *m)
{
	uint64_t hi = fuzz_case_load(m->c, m->i->entry + 8);

	hi = (hi & ~UINT64_C(0xfffff)) | 1 << 18 |
	     (m->i->sid ^ (1u << (3 + rng_below(&m->rng, 13))));
	fuzz_case_store(m->c, m->i->entry + 8, hi);
}

static void spoil_descriptor(struct maker *m)
{
	uint64_t lo = fuzz_case_load(m->c, m->i->entry);
	uint64_t at;

	switch (rng_below(&m->rng, 5)) {
	case 0:
		flip(m, m->i->entry, bit(m, 38 + 25, 63));
		flip(m, m->i->entry + 8, BIT(32) << 4);
		break;
	case 1:
		at = m->i->pid + (lo >> 22 & 3) * 8;
		m->c->no_update = at;
		fuzz_case_store(m->c, at, 0);
		break;
	case 2:
		flip(m, m->i->pid + 32, bit(m, 2, 15));
		break;
	case 3:
		flip(m, m->i->pid + 32, bit(m, 24, 31));
		break;
	default:
		fuzz_case_store(m->c,
				m->i->pid + 40 + 8 * rng_below(&m->rng, 3),
				bit(m, 0, 63));
	}
}

static void spoil(struct maker *m)
{
	uint32_t r = rng_below(&m->rng, 10);

	if (m->posted && r < 4)
		spoil_descriptor(m);
	else if (r < 5)
		spoil_message(m);
	else if (r < 6)
		spoil_table(m);
	else if (r < 8)
		spoil_entry(m);
	else
		spoil_source(m);
	if (rng_percent(&m->rng, 20))
		flip(m, m->i->entry, BIT(1));
}

static void make(struct interrupt_runner *x, uint64_t seed, uint64_t index)
{
	struct maker m = {
		.rng = rng_for(seed, index),
		.caps = &x->r.setup.caps,
		.c = &x->r.c,
		.i = &x->i,
		.before = x->before.irta ? &x->before : NULL,
	};

	x->r.c = (struct fuzz_case){ .seed = seed, .index = index };
	x->i = (struct interrupt_case){ .addr = 0 };
	lay(&m);
	if (rng_percent(&m.rng, 50))
		spoil(&m);
	x->r.now = x->r.c;
	x->before = x->i;
}

/* ---- In the engine ------------------------------------------------------- */

/* A table only changes while IRES is 0 (11.4.4); nothing is cached then. */
static bool prepare(struct interrupt_runner *x)
{
	struct unit *u = &x->r.unit;

	if (x->i.kept)
		return case_flush_interrupt(&x->r, x->i.index);
	return unit_level(u, UNIT_GCMD_IRE, false) &&
	       unit_set_interrupts(u, x->i.irta) &&
	       (u->model->esrtps || case_flush_interrupts(&x->r)) &&
	       unit_level(u, UNIT_GCMD_CFI, x->i.cfi) &&
	       unit_level(u, UNIT_GCMD_IRE, x->i.ire);
}

static bool may_update(void *ctx, uint64_t addr)
{
	const struct fuzz_case *c = ctx;

	return c->no_update < addr || c->no_update >= addr + 64;
}

static struct oracle_state state_of(struct interrupt_runner *x)
{
	struct oracle_state state = fuzz_case_state(&x->r.setup, &x->r.c);

	state.memory.locked = may_update;
	state.irta = x->i.irta;
	state.ire = x->i.ire;
	state.cfi = x->i.cfi;
	return state;
}

static bool message_left(const struct case_runner *r,
			 const struct oracle_message *m)
{
	uint32_t data;

	memcpy(&data, r->seen.data, 4);
	return r->seen.writes == 1 && r->seen.len == 4 &&
	       r->seen.addr == m->addr && !((data ^ m->data) & m->data_mask);
}

/* What @word must hold after all. */
static uint64_t expected(const struct interrupt_runner *x,
			 const struct oracle_interrupt *want,
			 const struct fuzz_word *word)
{
	uint64_t value = fuzz_case_load(&x->r.c, word->addr);

	if (want->outcome != ORACLE_POSTED)
		return value;
	if (word->addr == want->pid + want->vector / 64 * 8u)
		value |= BIT(want->vector % 64);
	if (word->addr == want->pid + 32 && want->on)
		value |= PID_ON;
	return value;
}

static const char *check_record(const struct interrupt_runner *x,
				const struct oracle_interrupt *want)
{
	const struct case_runner *r = &x->r;
	bool record = want->outcome == ORACLE_IR_FAULT && want->recorded;
	uint32_t fsts = record ? UNIT_FSTS_PPF | r->unit.record << 8 : 0;
	uint64_t frcd[2], mask[2];

	if (r->fsts != fsts && (record || r->fsts & 0xff))
		return record ? "FSTS does not show the fault" :
				"FSTS shows a fault that is none";
	if (!record)
		return NULL;
	oracle_interrupt_frcd(x->i.sid, want, frcd, mask);
	if ((r->frcd[0] ^ frcd[0]) & mask[0] ||
	    (r->frcd[1] ^ frcd[1]) & mask[1])
		return "the fault record is wrong";
	return NULL;
}

static const char *check(const struct interrupt_runner *x,
			 const struct oracle_interrupt *want)
{
	const struct case_runner *r = &x->r;
	bool blocked = want->outcome == ORACLE_IR_FAULT;
	bool message = want->outcome == ORACLE_SENT ||
		       (want->outcome == ORACLE_POSTED && want->notify);

	if (r->answer != (blocked ? NATIVE_DMA_ERROR : NATIVE_DMA_OK))
		return blocked ? "was not blocked" : "was blocked";
	if (message && !message_left(r, &want->message))
		return "the message is wrong";
	if (!message && r->seen.writes)
		return "a message too many";
	for (unsigned int n = 0; n < r->now.words; n++)
		if (r->now.word[n].value != expected(x, want, &r->now.word[n]))
			return "a table or descriptor is wrong";
	return check_record(x, want);
}

static bool is_right(void *ctx, const struct oracle_interrupt *want)
{
	return !check(ctx, want);
}

static const char *judge(struct interrupt_runner *x)
{
	struct oracle_state state = state_of(x);
	const char *wrong;

	oracle_interrupt(&state, x->i.sid, x->i.addr, x->i.data, &x->want);
	wrong = check(x, &x->want);
	if (!wrong || !x->want.asked)
		return wrong;
	return oracle_interrupt_accepts(&state, x->i.sid, x->i.addr, x->i.data,
					is_right, x, &x->want) ?
		       NULL :
		       wrong;
}

static void count(struct interrupt_counts *c, bool kept,
		  const struct oracle_interrupt *want)
{
	c->cases++;
	c->kept += kept;
	c->sent += want->outcome == ORACLE_SENT && !want->bypassed;
	c->bypassed += want->bypassed;
	c->posted += want->outcome == ORACLE_POSTED;
	c->notified += want->notify;
	c->suppressed += want->outcome == ORACLE_IR_FAULT && !want->recorded;
	if (want->outcome == ORACLE_IR_FAULT)
		c->reason[want->reason]++;
}

const char *interrupt_run(struct interrupt_runner *x, uint64_t seed,
			  uint64_t index)
{
	struct case_runner *r = &x->r;
	const char *wrong;

	make(x, seed, index);
	if (!prepare(x))
		return "a command of the driver did not end";
	memcpy(r->data, &x->i.data, 4);
	memset(&r->seen, 0, sizeof(r->seen));
	r->answer = native_dma(r->unit.native,
			       &(struct native_dma){ .sid = x->i.sid,
						     .write = true,
						     .addr = x->i.addr,
						     .len = 4,
						     .data = r->data });
	wrong = case_look(r);
	if (!wrong)
		wrong = judge(x);
	case_next_record(r);
	count(&x->counts, x->i.kept, &x->want);
	return wrong;
}

void interrupt_print(const struct interrupt_runner *x, FILE *out)
{
	const struct case_runner *r = &x->r;

	fprintf(out,
		"%04x sends %#" PRIx64 " %#" PRIx32 ", IRTA %#" PRIx64
		", IRE %d, CFI %d: outcome %u, reason %02xh\n",
		x->i.sid, x->i.addr, x->i.data, x->i.irta, x->i.ire, x->i.cfi,
		x->want.outcome, x->want.reason);
	fprintf(out,
		"  right message %#" PRIx64 " %#" PRIx32 ", seen %u, the last "
		"%#" PRIx64 "; FSTS %08" PRIx32 ", record %016" PRIx64
		" %016" PRIx64 "\n",
		x->want.message.addr, x->want.message.data, r->seen.writes,
		r->seen.addr, r->fsts, r->frcd[1], r->frcd[0]);
	for (unsigned int n = 0; n < r->c.words; n++)
		fprintf(out,
			"  %#" PRIx64 ": %016" PRIx64 ", now %016" PRIx64 "\n",
			r->c.word[n].addr, r->c.word[n].value,
			fuzz_case_load(&r->now, r->c.word[n].addr));
}

static bool enough(const char *what, uint64_t n, uint64_t min_each, FILE *out)
{
	fprintf(out, "%s %" PRIu64 ", ", what, n);
	if (n < min_each)
		fprintf(out, "\ntoo few: %s, want %" PRIu64 "\n", what,
			min_each);
	return n >= min_each;
}

bool interrupt_report(const struct interrupt_counts *c, uint64_t min_each,
		      FILE *out)
{
	uint64_t good = c->sent + c->bypassed + c->posted;
	bool enough_good = good * 100 >= c->cases * 40;
	bool all = enough("sent", c->sent, min_each, out);

	all &= enough("passed as they came", c->bypassed, min_each, out);
	all &= enough("posted", c->posted, min_each, out);
	all &= enough("notified", c->notified, min_each, out);
	all &= enough("flushed by index", c->kept, min_each, out);
	all &= enough("FPD", c->suppressed, min_each, out);
	for (unsigned int code = 0x20; code <= 0x28; code++) {
		char what[8];

		snprintf(what, sizeof(what), "%02xh", code);
		all &= enough(what, c->reason[code], min_each, out);
	}
	fprintf(out, "%" PRIu64 " %% well\n",
		good * 100 / (c->cases + !c->cases));
	return all && enough_good;
}
