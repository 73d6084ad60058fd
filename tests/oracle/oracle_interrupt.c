/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

/* Interrupt requests without PASID to FEEx_xxxxh: 5.1, 5.2. */

#include "oracle_internal.h"

#include <string.h>

#define FEE            UINT64_C(0xfee00000)
#define MESSAGE_ASSERT (UINT32_C(1) << 14)
#define MESSAGE_LEVEL  (UINT32_C(1) << 15)

struct interrupt {
	const struct oracle_state *state;
	struct oracle_interrupt *res;
	uint16_t sid;
	uint64_t addr;
	uint32_t data;
	uint64_t irte[2];
};

static bool other(struct interrupt *i, enum oracle_question question)
{
	i->res->asked |= UINT32_C(1) << question;
	return i->state->choices >> question & 1;
}

/* Before the entry is known nothing can suppress the record. */
static void fault(struct interrupt *i, enum oracle_reason reason)
{
	bool fpd = oracle_bits(i->irte[0], 1, 1);

	i->res->outcome = ORACLE_IR_FAULT;
	i->res->reason = (uint8_t)reason;
	i->res->recorded = !(fpd && oracle_reason_qualified(reason));
}

static void bypass(struct interrupt *i)
{
	i->res->outcome = ORACLE_SENT;
	i->res->bypassed = true;
	i->res->message =
		(struct oracle_message){ i->addr, i->data, UINT32_MAX };
}

static bool read_step(struct interrupt *i, enum oracle_table table,
		      uint64_t addr, uint64_t *words, size_t len)
{
	const struct oracle_memory *memory = &i->state->memory;
	struct oracle_step *step = &i->res->step[i->res->steps++];

	*step = (struct oracle_step){ .addr = addr, .table = (uint8_t)table };
	step->read_failed = !memory->read(memory->ctx, addr, words, len);
	if (!step->read_failed)
		memcpy(step->value, words, 16);
	return !step->read_failed;
}

/* 5.1.2.2: index and reserved bits; 21h for what lies beyond the table. */
static bool find_index(struct interrupt *i, uint64_t *entry)
{
	uint64_t irta = i->state->irta;
	bool shv = oracle_bits(i->addr, 3, 3);
	uint64_t index = oracle_bits(i->addr, 19, 5) |
			 oracle_bits(i->addr, 2, 2) << 15;

	if (shv && i->data >> 16) {
		fault(i, ORACLE_IR_RESERVED);
		return false;
	}
	if (shv)
		index += i->data & 0xffff;
	*entry = (irta & ~UINT64_C(0xfff)) + index * 16;
	i->res->index = (uint16_t)index;
	i->res->has_index = true;
	if (index >= UINT64_C(2) << oracle_bits(irta, 3, 0) ||
	    (*entry & oracle_from_bit(i->state->caps.haw))) {
		fault(i, ORACLE_IR_INDEX);
		return false;
	}
	return true;
}

/* 5.1.3, source validation. */
static bool source_allowed(struct interrupt *i)
{
	static const uint16_t ignored[4] = { 0, 4, 6, 7 };
	uint16_t sid = (uint16_t)oracle_bits(i->irte[1], 15, 0);
	unsigned int sq = (unsigned int)oracle_bits(i->irte[1], 17, 16);
	unsigned int bus = i->sid >> 8;

	switch (oracle_bits(i->irte[1], 19, 18)) {
	case 1:
		return !((sid ^ i->sid) & ~ignored[sq]);
	case 2:
		return bus >= sid >> 8u && bus <= (sid & 0xffu);
	case 3:
		return false;
	default:
		return true;
	}
}

static bool is_posted(const struct interrupt *i)
{
	return oracle_bits(i->irte[0], 15, 15) && i->state->caps.pi;
}

static bool eime(const struct interrupt *i)
{
	return oracle_bits(i->state->irta, 11, 11);
}

static uint64_t pid_address(const struct interrupt *i)
{
	return oracle_bits(i->irte[0], 63, 38) << 6 |
	       oracle_bits(i->irte[1], 63, 32) << 32;
}

/* 9.10: reserved, or reserved in xAPIC mode; DLM has two values that are. */
static bool remapped_reserved(struct interrupt *i)
{
	unsigned int dlm = (unsigned int)oracle_bits(i->irte[0], 7, 5);

	if (oracle_bits(i->irte[0], 14, 12) ||
	    oracle_bits(i->irte[0], 31, 24) ||
	    oracle_bits(i->irte[1], 63, 20) || oracle_bits(i->irte[0], 15, 15))
		return true;
	if (!eime(i) && (oracle_bits(i->irte[0], 39, 32) ||
			 oracle_bits(i->irte[0], 63, 48)))
		return true;
	return (dlm == 3 || dlm == 6) && !other(i, ORACLE_Q_DLM);
}

/* 9.11. */
static bool posted_reserved(const struct interrupt *i)
{
	return oracle_bits(i->irte[0], 7, 2) ||
	       oracle_bits(i->irte[0], 13, 12) ||
	       oracle_bits(i->irte[0], 37, 24) ||
	       oracle_bits(i->irte[1], 31, 20) ||
	       (pid_address(i) & oracle_from_bit(i->state->caps.haw));
}

static bool entry_reserved(struct interrupt *i)
{
	return is_posted(i) ? posted_reserved(i) : remapped_reserved(i);
}

/* Both may be wrong: 24h and 26h. */
static bool entry_allowed(struct interrupt *i)
{
	bool source = source_allowed(i);
	bool reserved = entry_reserved(i);
	bool first = true;

	if (oracle_bits(i->irte[1], 19, 18) == 3)
		reserved |= other(i, ORACLE_Q_SVT);
	if (!source && reserved)
		first = !other(i, ORACLE_Q_IRTE_ORDER);
	if (reserved && first)
		fault(i, ORACLE_IR_ENTRY);
	else if (!source)
		fault(i, ORACLE_IR_SOURCE);
	return source && !reserved;
}

/* 5.1.2.1, 5.1.6.2: bits 31:8 of an x2APIC id go into the upper half. */
static uint64_t message_address(const struct interrupt *i, uint32_t dest)
{
	if (!eime(i))
		return FEE | (uint64_t)(dest >> 8 & 0xff) << 12;
	return FEE | (uint64_t)(dest & 0xff) << 12 |
	       (uint64_t)(dest >> 8) << 40;
}

static void send(struct interrupt *i)
{
	uint64_t lo = i->irte[0];
	struct oracle_message *m = &i->res->message;
	uint32_t level = (uint32_t)oracle_bits(lo, 4, 4);

	m->addr = message_address(i, (uint32_t)oracle_bits(lo, 63, 32)) |
		  oracle_bits(lo, 3, 3) << 3 | oracle_bits(lo, 2, 2) << 2;
	m->data = (uint32_t)(oracle_bits(lo, 23, 16) | oracle_bits(lo, 7, 5)
							       << 8) |
		  (level ? MESSAGE_LEVEL | MESSAGE_ASSERT : 0);
	/* An edge is asserted whatever this bit says. */
	m->data_mask = level ? UINT32_MAX : ~MESSAGE_ASSERT;
	i->res->outcome = ORACLE_SENT;
}

/* 9.12. */
static bool descriptor_reserved(struct interrupt *i, const uint64_t *pid)
{
	uint32_t ndst = (uint32_t)oracle_bits(pid[4], 63, 32);

	if (oracle_bits(pid[4], 15, 2) || oracle_bits(pid[4], 31, 24) ||
	    pid[5] || pid[6] || pid[7])
		return true;
	return !eime(i) && (ndst & ~UINT32_C(0xff00)) &&
	       !other(i, ORACLE_Q_NDST);
}

/* 5.2.3: the request, ON, and a notification unless one is under way. */
static void post(struct interrupt *i)
{
	const struct oracle_memory *memory = &i->state->memory;
	struct oracle_interrupt *res = i->res;
	uint64_t pid[8] = { 0 };
	bool urgent = oracle_bits(i->irte[0], 14, 14);

	res->pid = pid_address(i);
	if (!read_step(i, ORACLE_PID, res->pid, pid, 64))
		return fault(i, ORACLE_IR_PID_ACCESS);
	if (descriptor_reserved(i, pid))
		return fault(i, ORACLE_IR_PID_RESERVED);
	if (memory->locked && !memory->locked(memory->ctx, res->pid))
		return fault(i, ORACLE_IR_PID_ACCESS);
	res->outcome = ORACLE_POSTED;
	res->vector = (uint8_t)oracle_bits(i->irte[0], 23, 16);
	res->notify = !oracle_bits(pid[4], 0, 0) &&
		      (urgent || !oracle_bits(pid[4], 1, 1));
	res->on = res->notify;
	res->message = (struct oracle_message){
		.addr = message_address(i, (uint32_t)(pid[4] >> 32)),
		.data = (uint32_t)oracle_bits(pid[4], 23, 16),
		.data_mask = ~MESSAGE_ASSERT,
	};
}

static void remappable(struct interrupt *i)
{
	uint64_t entry = 0;

	if (!find_index(i, &entry))
		return;
	if (!read_step(i, ORACLE_IRTE, entry, i->irte, 16))
		return fault(i, ORACLE_IR_UNREADABLE);
	if (!oracle_bits(i->irte[0], 0, 0))
		return fault(i, ORACLE_IR_ABSENT);
	if (!entry_allowed(i))
		return;
	if (is_posted(i))
		post(i);
	else
		send(i);
}

void oracle_interrupt(const struct oracle_state *state, uint16_t sid,
		      uint64_t addr, uint32_t data,
		      struct oracle_interrupt *res)
{
	struct interrupt i = { .state = state,
			       .res = res,
			       .sid = sid,
			       .addr = addr,
			       .data = data };

	memset(res, 0, sizeof(*res));
	if (!state->ire && state->caps.irreq)
		return fault(&i, ORACLE_IR_OFF);
	if (!state->ire)
		return bypass(&i);
	if (state->caps.eimer && !eime(&i))
		return fault(&i, ORACLE_IR_EIME);
	if (oracle_bits(addr, 4, 4))
		return remappable(&i);
	if (eime(&i) || !state->cfi)
		return fault(&i, ORACLE_IR_COMPAT);
	bypass(&i);
}

bool oracle_interrupt_accepts(const struct oracle_state *state, uint16_t sid,
			      uint64_t addr, uint32_t data,
			      oracle_interrupt_same *same, void *ctx,
			      struct oracle_interrupt *res)
{
	static const uint8_t questions[] = { ORACLE_Q_IRTE_ORDER, ORACLE_Q_SVT,
					     ORACLE_Q_DLM, ORACLE_Q_NDST };
	struct oracle_state s = *state;

	for (unsigned int n = 0; n < 1u << sizeof(questions); n++) {
		s.choices = 0;
		for (unsigned int q = 0; q < sizeof(questions); q++)
			if (n >> q & 1)
				s.choices |= UINT32_C(1) << questions[q];
		oracle_interrupt(&s, sid, addr, data, res);
		if (same(ctx, res))
			return true;
		if (!n && !res->asked)
			return false;
	}
	oracle_interrupt(state, sid, addr, data, res);
	return false;
}

/* 11.4.7.6. FI is not defined where no index was found. */
void oracle_interrupt_frcd(uint16_t sid, const struct oracle_interrupt *res,
			   uint64_t frcd[2], uint64_t mask[2])
{
	uint64_t dma_only = UINT64_C(1) << 62 | UINT64_C(1) << 28 |
			    UINT64_C(0xffff0) << 40 | UINT64_C(0xf) << 28;

	frcd[0] = (uint64_t)res->index << 48;
	mask[0] = res->has_index ? ~UINT64_C(0) : 0xfff;
	frcd[1] = UINT64_C(1) << 63 | (uint64_t)res->reason << 32 | sid;
	mask[1] = ~dma_only;
}
