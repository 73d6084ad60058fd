/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "port_mock.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

struct field {
	const char *word;
	const char *name;
	unsigned int hi, lo;
};

struct constant {
	const char *group;
	const char *name;
	uint64_t value;
};

struct reg {
	const char *name;
	unsigned int offset;
};

static const struct field fields[] = {
#define GATE_WORD(name, offset, access, what)
#define GATE_FIELD(word, name, hi, lo, what) { #word, #name, hi, lo },
#define GATE_ENUM(group, name, value, what)
#include "vtd_gate.def"
#undef GATE_FIELD
#undef GATE_ENUM
#define REG(name, offset, bits, reset, rw, w1c, event)
#define REG_WO(name, bits)
#define REG_NEEDS(name, word, field)
#define REG_BASE(name, word, field)
#define REG_FIELD(word, name, hi, lo) { #word, #name, hi, lo },
#include "vtd_regs.def"
#undef REG
#undef REG_WO
#undef REG_FIELD
};

static const struct constant constants[] = {
#define GATE_FIELD(word, name, hi, lo, what)
#define GATE_ENUM(group, name, value, what) { #group, #name, value },
#include "vtd_gate.def"
};

static const struct reg regs[] = {
#define REG(name, offset, bits, reset, rw, w1c, event) { #name, offset },
#define REG_WO(name, bits)
#define REG_FIELD(word, name, hi, lo)
#include "vtd_regs.def"
};

static const char *const events[] = {
#define TRACE_NAME(name, a, b, c) #name,
	VTD_TRACE_TABLE(TRACE_NAME)
};

#define ENTRIES(array) (sizeof(array) / sizeof((array)[0]))

static const char *const ops[] = {
	[MOCK_HOST_READ] = "host read",
	[MOCK_HOST_WRITE32] = "host write32",
	[MOCK_REG_WRITE32] = "reg write32",
	[MOCK_REG_WRITE64] = "reg write64",
	[MOCK_REG_SET32] = "reg set32",
	[MOCK_REG_CLEAR32] = "reg clear32",
	[MOCK_ANSWER] = "answer",
	[MOCK_INVALIDATE] = "invalidate",
	[MOCK_MODE] = "mode",
	[MOCK_HOST_UPDATE] = "host update",
	[MOCK_PROTECT] = "protect",
	[MOCK_PERF] = "perf",
	[MOCK_MSG] = "message",
	[MOCK_TIMER] = "timer",
	[MOCK_HOST_WRITE64] = "host write64",
	[MOCK_TRACE] = "trace",
	[MOCK_NEXT_WORK] = "next work",
	[MOCK_REG_READ] = "reg read",
	[MOCK_STATUS] = "status",
};

struct out {
	char *text;
	size_t left;
};

static void say(struct out *o, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

static void say(struct out *o, const char *format, ...)
{
	va_list args;
	int used;

	va_start(args, format);
	used = vsnprintf(o->text, o->left, format, args);
	va_end(args);
	if (used < 0 || (size_t)used >= o->left)
		used = (int)o->left - 1;
	o->text += used;
	o->left -= (size_t)used;
}

/* The enumerator of @group with @value, as INV.OP and ACTION are enums. */
static const char *constant_name(const char *group, uint64_t value)
{
	for (size_t i = 0; i < ENTRIES(constants); i++)
		if (!strcmp(constants[i].group, group) &&
		    constants[i].value == value)
			return constants[i].name;
	return NULL;
}

static void say_field(struct out *o, const struct field *f, uint64_t value)
{
	bool op = !strcmp(f->name, "OP");
	const char *name = constant_name(op ? f->word : f->name, value);

	if (f->hi == 63 && f->lo == 12)
		say(o, " %s=%#" PRIx64, f->name, value << 12);
	else if (name)
		say(o, " %s=%s", f->name, name);
	else if (f->hi == f->lo)
		say(o, " %s", f->name);
	else
		say(o, " %s=%#" PRIx64, f->name, value);
}

static void say_word(struct out *o, const char *word, uint64_t value)
{
	say(o, " %s=%#" PRIx64 " {", word, value);
	for (size_t i = 0; i < ENTRIES(fields); i++) {
		const struct field *f = &fields[i];
		uint64_t mask = UINT64_MAX >> (63 - (f->hi - f->lo));
		uint64_t part = value >> f->lo & mask;

		if (!strcmp(f->word, word) && part)
			say_field(o, f, part);
	}
	say(o, " }");
}

static const struct reg *reg_at(unsigned int offset)
{
	for (size_t i = 0; i < ENTRIES(regs); i++)
		if (regs[i].offset == offset)
			return &regs[i];
	return NULL;
}

static void say_reg(struct out *o, unsigned int offset, uint64_t value)
{
	unsigned int n = 0;
	const struct reg *r;

	if (offset > VTD_FRCDH) {
		n = (offset - VTD_FRCDL) / 16;
		offset = VTD_FRCDL + offset % 16;
	}
	r = reg_at(offset);
	if (!r)
		say(o, " offset %#x value %#" PRIx64, offset, value);
	else
		say_word(o, r->name, value);
	if (n)
		say(o, " of record %u", n);
}

static void say_trace(struct out *o, const struct mock_call *call)
{
	if (call->a < ENTRIES(events))
		say(o, " %s", events[call->a]);
	say(o, " %#" PRIx64 " %#" PRIx64 " %#" PRIx64, call->b, call->c,
	    call->d);
}

void mock_text(const struct mock_call *call, char *text, size_t size)
{
	struct out o = { text, size };

	say(&o, "%s", ops[call->op]);
	switch (call->op) {
	case MOCK_ANSWER:
		say_word(&o, "ANSWER", call->a);
		if ((call->a & GATE_ANSWER_ACTION) == GATE_ACTION_GRANT)
			say_word(&o, "ANSWER_PA", call->b);
		break;
	case MOCK_INVALIDATE:
		say_word(&o, "INV", call->a);
		if ((call->a & GATE_INV_OP) == GATE_INV_PAGE)
			say_word(&o, "INV_ADDR", call->b);
		break;
	case MOCK_MODE:
		say_word(&o, "MODE", call->a);
		break;
	case MOCK_TRACE:
		say_trace(&o, call);
		break;
	case MOCK_REG_WRITE32:
	case MOCK_REG_WRITE64:
	case MOCK_REG_SET32:
	case MOCK_REG_CLEAR32:
		say_reg(&o, (unsigned int)call->a, call->b);
		break;
	case MOCK_HOST_UPDATE:
	case MOCK_PROTECT:
		say(&o, " %#" PRIx64 " %#" PRIx64 " %#" PRIx64, call->a,
		    call->b, call->c);
		break;
	case MOCK_MSG:
		say_word(&o, "WORK0", call->a);
		say(&o, " %#" PRIx64 " %#" PRIx64 " %#" PRIx64, call->b,
		    call->c, call->d);
		break;
	case MOCK_HOST_WRITE64:
	case MOCK_TIMER:
	case MOCK_PERF:
	case MOCK_HOST_READ:
	case MOCK_HOST_WRITE32:
	case MOCK_NEXT_WORK:
	case MOCK_REG_READ:
	case MOCK_STATUS:
		say(&o, " %#" PRIx64 " %#" PRIx64, call->a, call->b);
		break;
	}
}
