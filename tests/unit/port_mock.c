/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "port_mock.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#define TEXT 400

void mock_fail(const struct vtd_port *m, const char *format, ...)
{
	unsigned int first = m->call_count > 12 ? m->call_count - 12 : 0;
	char text[TEXT];
	va_list args;

	va_start(args, format);
	vsnprintf(text, sizeof(text), format, args);
	va_end(args);
	print_error("%s\n", text);
	print_error("calls up to here, newest last:\n");
	for (unsigned int i = first; i < m->call_count; i++) {
		mock_text(&m->calls[i], text, sizeof(text));
		print_error("  %s\n", text);
	}
	fail();
	__builtin_unreachable();
}

static void reset_register(struct vtd_port *m, unsigned int offset,
			   unsigned int bits, uint64_t value)
{
	memcpy(m->window + offset, &value, bits / 8);
}

void mock_reset(struct vtd_port *m, unsigned int tag_bits)
{
	memset(m, 0, sizeof(*m));
	m->num_tags = tag_bits > 10 ? MOCK_MOST_TAGS : 1u << tag_bits;
	m->drain_polls = 1;
	m->sweep_polls = 1;
	m->msg_free = MOCK_MSG_FREE;
	m->msg_left = MOCK_MSG_FREE;
#define RESET(name, offset, bits, reset, rw, w1c, wo, event)                   \
	reset_register(m, offset, bits, reset);
	VTD_REG_TABLE(RESET)
#undef RESET
}

void mock_work(struct vtd_port *m, uint64_t word0, uint64_t word1,
	       uint64_t word2)
{
	struct vtd_work *w;

	if (m->work_count == MOCK_WORK)
		mock_fail(m, "the test queues more than MOCK_WORK records");
	w = &m->work[(m->work_head + m->work_count++) % MOCK_WORK];
	*w = (struct vtd_work){ { word0, word1, word2 } };
}

void mock_turn_begins(struct vtd_port *m)
{
	m->turn_calls = 0;
	m->msg_left = m->msg_free;
	m->in_turn = true;
}

void mock_turn_ends(struct vtd_port *m)
{
	m->in_turn = false;
	for (unsigned int slot = 0; slot < MOCK_SLOTS; slot++)
		if (m->slots[slot] != MOCK_SLOT_FREE)
			mock_fail(m, "slot %u was taken and not answered",
				  slot);
}

static unsigned int register_bytes(unsigned int offset)
{
#define WIDTH(name, off, bits, reset, rw, w1c, wo, event)                      \
	if (offset == (off))                                                   \
		return (bits) / 8;
	VTD_REG_TABLE(WIDTH)
#undef WIDTH
	return 8;
}

uint64_t mock_reg(const struct vtd_port *m, unsigned int offset)
{
	uint64_t value = 0;

	memcpy(&value, m->window + offset, register_bytes(offset));
	return value;
}

/* FRO: CAP 33:24, in units of 16 bytes. */
unsigned int mock_frcdh(const struct vtd_port *m, unsigned int index)
{
	uint64_t fro = mock_reg(m, VTD_CAP) >> 24 & 0x3ff;

	return (unsigned int)fro * 16 + 8 + 16 * index;
}

/*
 * PPF is no storage but the OR of all F bits, in RTL, and FRI is latched when
 * it rises (11.4.7.1).
 */
static void update_fsts(struct vtd_port *m)
{
	unsigned int nfr = mock_reg(m, VTD_CAP) >> 40 & 0xff;
	unsigned int n = 0;
	uint32_t fsts;

	while (n <= nfr && !(mock_reg(m, mock_frcdh(m, n)) & VTD_FRCDH_F))
		n++;
	memcpy(&fsts, m->window + VTD_FSTS, 4);
	if (n <= nfr && !m->ppf)
		fsts = (fsts & ~VTD_FSTS_FRI) | n << 8;
	m->ppf = n <= nfr;
	fsts = m->ppf ? fsts | VTD_FSTS_PPF : fsts & ~VTD_FSTS_PPF;
	memcpy(m->window + VTD_FSTS, &fsts, 4);
}

static void store(struct vtd_port *m, unsigned int offset, uint64_t value,
		  unsigned int bytes)
{
	memcpy(m->window + offset, &value, bytes);
	update_fsts(m);
}

void mock_set_reg(struct vtd_port *m, unsigned int offset, uint64_t value)
{
	store(m, offset, value, register_bytes(offset));
}

const struct mock_call *mock_answer(const struct vtd_port *m, unsigned int slot)
{
	for (unsigned int i = m->call_count; i-- > 0;) {
		const struct mock_call *c = &m->calls[i];

		if (c->op == MOCK_ANSWER &&
		    (c->a & GATE_ANSWER_SLOT) == (uint64_t)slot << 12)
			return c;
	}
	return NULL;
}

unsigned int mock_count(const struct vtd_port *m, enum mock_op op, uint64_t a)
{
	unsigned int count = 0;

	for (unsigned int i = 0; i < m->call_count; i++)
		if (m->calls[i].op == op && m->calls[i].a == a)
			count++;
	return count;
}

unsigned int mock_traces(const struct vtd_port *m, unsigned int event)
{
	return mock_count(m, MOCK_TRACE, event);
}

void mock_forget(struct vtd_port *m)
{
	m->call_count = 0;
}

/* ---- The list ---------------------------------------------------------- */

void mock_expect(struct vtd_port *m, struct mock_call call)
{
	if (m->expected_count == MOCK_EXPECTED)
		mock_fail(m, "the test expects more than MOCK_EXPECTED calls");
	m->expected[m->expected_count++] = call;
	m->strict = true;
}

void mock_expect_nothing(struct vtd_port *m)
{
	m->strict = true;
}

void mock_done(struct vtd_port *m)
{
	const struct mock_call *next = &m->expected[m->expected_next];
	char text[TEXT];

	if (m->expected_next < m->expected_count) {
		mock_text(next, text, sizeof(text));
		mock_fail(m, "%s:%d: expected, but never came:\n  %s",
			  next->file, next->line, text);
	}
	m->expected_count = 0;
	m->expected_next = 0;
	m->strict = false;
}

/* The second argument of some calls means nothing to the gate. */
static bool second_counts(const struct mock_call *call)
{
	if (call->op == MOCK_ANSWER)
		return (call->a & GATE_ANSWER_ACTION) == GATE_ACTION_GRANT;
	if (call->op == MOCK_INVALIDATE)
		return (call->a & GATE_INV_OP) == GATE_INV_PAGE;
	return call->op != MOCK_MODE;
}

/* A read of any size will do if it covers the address. */
static bool covers(const struct mock_call *want, const struct mock_call *got)
{
	return want->op == MOCK_HOST_READ && got->op == MOCK_HOST_READ &&
	       !want->b && got->a <= want->a && want->a < got->a + 8 * got->b;
}

static bool same(const struct mock_call *want, const struct mock_call *got)
{
	return want->op == got->op && want->a == got->a && want->c == got->c &&
	       want->d == got->d && (!second_counts(want) || want->b == got->b);
}

static void check_against_list(struct vtd_port *m, const struct mock_call *got)
{
	const struct mock_call *want = &m->expected[m->expected_next];
	char expected[TEXT], actual[TEXT];

	mock_text(got, actual, sizeof(actual));
	if (m->expected_next == m->expected_count)
		mock_fail(m, "not expected:\n  %s", actual);
	mock_text(want, expected, sizeof(expected));
	if (!same(want, got) && !covers(want, got))
		mock_fail(m, "%s:%d: expected:\n  %s\nbut came:\n  %s",
			  want->file, want->line, expected, actual);
	m->expected_next++;
}

static bool is_effect(enum mock_op op)
{
	return op < MOCK_TRACE;
}

static void forget_older_half(struct vtd_port *m)
{
	m->call_count = MOCK_CALLS / 2;
	memmove(m->calls, m->calls + MOCK_CALLS - m->call_count,
		m->call_count * sizeof(m->calls[0]));
}

static void count(struct vtd_port *m)
{
	if (!m->in_turn)
		return;
	if (++m->turn_calls > m->most_calls)
		m->most_calls = m->turn_calls;
	if (m->turn_calls > MOCK_TURN_CALLS)
		mock_fail(m, "more than MOCK_TURN_CALLS calls in a turn");
}

static void record(struct vtd_port *m, struct mock_call call)
{
	if (m->call_count == MOCK_CALLS)
		forget_older_half(m);
	m->calls[m->call_count++] = call;
	count(m);
	mock_rules(m, &call);
	if (m->strict && is_effect(call.op))
		check_against_list(m, &call);
}

/* The host's hand between two calls of the engine. */
static void meanwhile(struct vtd_port *m)
{
	struct mock_call call = m->calls[m->call_count - 1];

	if (m->meanwhile)
		m->meanwhile(m, &call);
}

#define RECORD(m, ...) record(m, (struct mock_call){ __VA_ARGS__ })

/* ---- Host memory ------------------------------------------------------- */

static uint8_t *at(struct vtd_port *m, uint64_t addr, uint64_t bytes)
{
	uint64_t offset = addr - MOCK_MEMORY_BASE;

	if (addr < MOCK_MEMORY_BASE || offset > MOCK_MEMORY_SIZE - bytes)
		return NULL;
	return m->memory + offset;
}

static bool fails_now(unsigned int *countdown, bool on)
{
	if (on && *countdown == 1)
		return true;
	return *countdown && --*countdown == 0;
}

int port_host_read(struct vtd_port *m, uint64_t addr, unsigned int words,
		   uint64_t *out)
{
	const uint8_t *from = at(m, addr, 8 * (uint64_t)words);

	m->reads++;
	RECORD(m, .op = MOCK_HOST_READ, .a = addr, .b = words);
	/* As the RTL has it; the engine may not look. */
	memset(out, 0xff, 8 * (size_t)words);
	if (fails_now(&m->fail_read, m->fail_on) || !from)
		return -1;
	memcpy(out, from, 8 * (size_t)words);
	return 0;
}

static bool is_message(uint64_t addr)
{
	return addr >> 20 == 0xfee;
}

void port_host_write32(struct vtd_port *m, uint64_t addr, uint32_t value)
{
	uint8_t *to = at(m, addr, 4);

	RECORD(m, .op = MOCK_HOST_WRITE32, .a = addr, .b = value);
	if (fails_now(&m->fail_write, false) || (!to && !is_message(addr)))
		m->write_error = true;
	else if (to)
		memcpy(to, &value, 4);
	meanwhile(m);
}

void port_host_write64(struct vtd_port *m, uint64_t addr, uint64_t value)
{
	uint8_t *to = at(m, addr, 8);

	RECORD(m, .op = MOCK_HOST_WRITE64, .a = addr, .b = value);
	if (fails_now(&m->fail_write, false) || !to)
		m->write_error = true;
	else
		memcpy(to, &value, 8);
	meanwhile(m);
}

/* Another writer in between: it wrote what was there already. */
static bool loses(struct vtd_port *m)
{
	if (!m->lose_update)
		return false;
	m->lose_update--;
	return true;
}

int port_host_update(struct vtd_port *m, uint64_t addr, uint64_t expected,
		     uint64_t desired)
{
	uint8_t *word = at(m, addr, 8);
	bool lost;

	RECORD(m, .op = MOCK_HOST_UPDATE, .a = addr, .b = expected,
	       .c = desired);
	if (fails_now(&m->fail_update, false) || !word)
		return -1;
	lost = loses(m) || memcmp(word, &expected, 8);
	if (!lost)
		memcpy(word, &desired, 8);
	meanwhile(m);
	return lost;
}

void port_protect(struct vtd_port *m, unsigned int high, uint64_t base,
		  uint64_t limit)
{
	RECORD(m, .op = MOCK_PROTECT, .a = high, .b = base, .c = limit);
	meanwhile(m);
}

void port_perf(struct vtd_port *m, unsigned int word, uint64_t value)
{
	RECORD(m, .op = MOCK_PERF, .a = word, .b = value);
	meanwhile(m);
}

void port_msg(struct vtd_port *m, const uint64_t *words, unsigned int count)
{
	uint64_t word[4] = { 0 };

	memcpy(word, words, 8 * (count < 4 ? count : 4));
	m->msg_count = count;
	memset(m->msg, 0, sizeof(m->msg));
	memcpy(m->msg, words,
	       8 * (count < MOCK_MSG_WORDS ? count : MOCK_MSG_WORDS));
	RECORD(m, .op = MOCK_MSG, .a = word[0], .b = word[1], .c = word[2],
	       .d = word[3]);
	meanwhile(m);
}

void port_timer(struct vtd_port *m, uint64_t cycles)
{
	RECORD(m, .op = MOCK_TIMER, .a = cycles);
	meanwhile(m);
}

/* ---- Register window --------------------------------------------------- */

uint32_t port_reg_read32(struct vtd_port *m, unsigned int offset)
{
	uint32_t value;

	RECORD(m, .op = MOCK_REG_READ, .a = offset, .b = 4);
	memcpy(&value, m->window + offset, 4);
	meanwhile(m);
	return value;
}

uint64_t port_reg_read64(struct vtd_port *m, unsigned int offset)
{
	uint64_t value;

	RECORD(m, .op = MOCK_REG_READ, .a = offset, .b = 8);
	memcpy(&value, m->window + offset, 8);
	meanwhile(m);
	return value;
}

void port_reg_write32(struct vtd_port *m, unsigned int offset, uint32_t value)
{
	RECORD(m, .op = MOCK_REG_WRITE32, .a = offset, .b = value);
	store(m, offset, value, 4);
	meanwhile(m);
}

void port_reg_write64(struct vtd_port *m, unsigned int offset, uint64_t value)
{
	RECORD(m, .op = MOCK_REG_WRITE64, .a = offset, .b = value);
	store(m, offset, value, 8);
	meanwhile(m);
}

static uint32_t load32(const struct vtd_port *m, unsigned int offset)
{
	uint32_t value;

	memcpy(&value, m->window + offset, 4);
	return value;
}

void port_reg_set32(struct vtd_port *m, unsigned int offset, uint32_t mask)
{
	RECORD(m, .op = MOCK_REG_SET32, .a = offset, .b = mask);
	store(m, offset, load32(m, offset) | mask, 4);
	meanwhile(m);
}

void port_reg_clear32(struct vtd_port *m, unsigned int offset, uint32_t mask)
{
	RECORD(m, .op = MOCK_REG_CLEAR32, .a = offset, .b = mask);
	store(m, offset, load32(m, offset) & ~mask, 4);
	meanwhile(m);
}

/* ---- Gate -------------------------------------------------------------- */

void port_next_work(struct vtd_port *m, struct vtd_work *work)
{
	RECORD(m, .op = MOCK_NEXT_WORK);
	*work = (struct vtd_work){ { GATE_KIND_NONE } };
	if (!m->work_count)
		return;
	*work = m->work[m->work_head];
	m->work_head = (m->work_head + 1) % MOCK_WORK;
	m->work_count--;
	mock_taken(m, work->word[0]);
}

void port_answer(struct vtd_port *m, uint64_t answer, uint64_t pa)
{
	RECORD(m, .op = MOCK_ANSWER, .a = answer, .b = pa);
}

void port_invalidate(struct vtd_port *m, uint64_t inv, uint64_t addr)
{
	RECORD(m, .op = MOCK_INVALIDATE, .a = inv, .b = addr);
}

void port_mode(struct vtd_port *m, uint64_t mode)
{
	RECORD(m, .op = MOCK_MODE, .a = mode);
	m->mode = mode & GATE_MODE_MODE;
	if (m->mode == GATE_MODE_PASS && m->refuse_pass)
		m->mode = GATE_MODE_BLOCK;
}

static bool running(unsigned int *polls)
{
	if (*polls && *polls != MOCK_FOREVER)
		--*polls;
	return *polls;
}

uint64_t port_status(struct vtd_port *m)
{
	uint64_t status = m->status_extra | m->mode << 16 |
			  (uint64_t)m->msg_left << 24;

	RECORD(m, .op = MOCK_STATUS);
	if (running(&m->draining))
		status |= GATE_STATUS_DRAINING;
	if (running(&m->sweeping))
		status |= GATE_STATUS_SWEEPING;
	else
		mock_swept(m);
	if (m->write_error)
		status |= GATE_STATUS_HM_WERR;
	m->write_error = false;
	return status;
}

void port_trace(struct vtd_port *m, unsigned int event, uint64_t a, uint64_t b,
		uint64_t c)
{
	RECORD(m, .op = MOCK_TRACE, .a = event, .b = a, .c = b, .d = c);
}
