/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

/* What vtd_port.h and vtd_gate.def demand of every call, whatever the test. */

#include "port_mock.h"

#include <inttypes.h>

#define FIELD(value, mask) (((value) & (mask)) / ((mask) & -(mask)))

static void demand(const struct vtd_port *m, bool kept, const char *rule)
{
	if (!kept)
		mock_fail(m, "rule of the port broken: %s", rule);
}

static void read_rules(const struct vtd_port *m, uint64_t addr, uint64_t words)
{
	demand(m, words == 1 || words == 2 || words == 4 || words == 8,
	       "a host read is 1, 2, 4 or 8 words");
	demand(m, addr % (8 * words) == 0,
	       "a host read is aligned to its size");
}

static void reg_rules(const struct vtd_port *m, uint64_t offset, uint64_t bytes)
{
	demand(m, offset % bytes == 0, "a register access is aligned");
	demand(m, offset + bytes <= MOCK_WINDOW_SIZE,
	       "a register access stays inside the window");
}

static enum mock_tag tag_of(const struct vtd_port *m, uint64_t tag)
{
	demand(m, tag < m->num_tags, "a tag is below 2^CAPS.TAG_BITS");
	return m->tags[tag];
}

static void grant_rules(struct vtd_port *m, uint64_t answer, uint64_t pa)
{
	uint64_t tag = FIELD(answer, GATE_ANSWER_TAG);
	uint64_t order = FIELD(pa, GATE_ANSWER_PA_ORDER);
	enum mock_tag state = tag_of(m, tag);

	demand(m, pa & (GATE_ANSWER_PA_R | GATE_ANSWER_PA_W),
	       "a grant permits reading or writing");
	demand(m, !(pa & UINT64_C(0xf00)), "undefined bits of ANSWER_PA are 0");
	demand(m, order <= 52, "ORDER is at most 52");
	demand(m, !(pa >> 12 & ((UINT64_C(1) << order) - 1)),
	       "PFN is aligned to the page");
	if (!(answer & (GATE_ANSWER_BIND | GATE_ANSWER_INSTALL)))
		return;
	demand(m, state == MOCK_TAG_FREE || state == MOCK_TAG_LIVE,
	       "a retired tag is used again only after a sweep");
	if (answer & GATE_ANSWER_BIND)
		m->tags[tag] = MOCK_TAG_LIVE;
	demand(m, m->tags[tag] == MOCK_TAG_LIVE,
	       "INSTALL goes under a live tag");
}

static void answer_rules(struct vtd_port *m, uint64_t answer, uint64_t pa)
{
	uint64_t slot = FIELD(answer, GATE_ANSWER_SLOT);
	uint64_t action = FIELD(answer, GATE_ANSWER_ACTION);
	uint64_t known = GATE_ANSWER_ACTION | GATE_ANSWER_INSTALL |
			 GATE_ANSWER_BIND | GATE_ANSWER_PASS |
			 GATE_ANSWER_SLOT | GATE_ANSWER_TAG;
	enum mock_slot state = m->slots[slot];

	demand(m, !(answer & ~known), "undefined bits of ANSWER are zero");
	demand(m, action >= GATE_ACTION_GRANT && action <= GATE_ACTION_ACK,
	       "ACTION is one of enum ACTION");
	demand(m, state != MOCK_SLOT_FREE,
	       "only a taken request is answered, and once");
	if (action == GATE_ACTION_GRANT) {
		demand(m, state == MOCK_SLOT_MISS, "only a MISS is granted");
		grant_rules(m, answer, pa);
	} else {
		demand(m,
		       !(answer & (GATE_ANSWER_INSTALL | GATE_ANSWER_BIND |
				   GATE_ANSWER_PASS)),
		       "INSTALL, BIND and PASS go with GRANT");
	}
	if (action == GATE_ACTION_ACK)
		demand(m,
		       state == MOCK_SLOT_INTR ||
			       m->asked[slot] & GATE_WORK0_ZLR,
		       "ACK answers an INTR or a zero-length read");
	m->slots[slot] = MOCK_SLOT_FREE;
}

/* One that is dead already stays in the sweep that it is in. */
static void retire(struct vtd_port *m, uint64_t tag)
{
	if (tag_of(m, tag) == MOCK_TAG_LIVE)
		m->tags[tag] = MOCK_TAG_DEAD;
}

static void sweep(struct vtd_port *m)
{
	demand(m, !m->sweeping, "one sweep at a time");
	for (unsigned int tag = 0; tag < m->num_tags; tag++)
		if (m->tags[tag] == MOCK_TAG_DEAD)
			m->tags[tag] = MOCK_TAG_SWEPT;
	m->sweeping = m->sweep_polls;
}

void mock_swept(struct vtd_port *m)
{
	for (unsigned int tag = 0; tag < m->num_tags; tag++)
		if (m->tags[tag] == MOCK_TAG_SWEPT)
			m->tags[tag] = MOCK_TAG_FREE;
}

/* Words behind the head of @msg, at least and at most. */
struct length {
	unsigned int least, most;
};

static struct length length_of(uint64_t head)
{
	bool success = FIELD(head, GATE_WORK0_STATUS) ==
		       GATE_ATS_STATUS_SUCCESS;

	switch (FIELD(head, GATE_WORK0_MSG)) {
	case GATE_MSG_OUT_ATS_CPL:
		return (struct length){ success, success ? 8 : 0 };
	case GATE_MSG_OUT_CLIENT_MAP:
		return (struct length){ 3, 3 };
	case GATE_MSG_OUT_CLIENT_UNMAP:
		return (struct length){ 2, 2 };
	case GATE_MSG_OUT_INV_REQ:
	case GATE_MSG_OUT_PRG_RESP:
		return (struct length){ 1, 1 };
	default:
		return (struct length){ 0, 0 };
	}
}

static void head_rules(const struct vtd_port *m, uint64_t head)
{
	uint64_t known = GATE_WORK0_KIND | GATE_WORK0_STATUS | GATE_WORK0_PRIV |
			 GATE_WORK0_EXEC | GATE_WORK0_SSIDV | GATE_WORK0_TAG |
			 GATE_WORK0_SSID | GATE_WORK0_SID | GATE_WORK0_MSG |
			 GATE_WORK0_LEN;
	struct length len = length_of(head);

	demand(m, !(head & ~known), "undefined bits of a head are 0");
	demand(m,
	       FIELD(head, GATE_WORK0_LEN) >= len.least &&
		       FIELD(head, GATE_WORK0_LEN) <= len.most,
	       "a message has the words that belong to it");
}

static void msg_rules(struct vtd_port *m, uint64_t head)
{
	uint64_t msg = FIELD(head, GATE_WORK0_MSG);

	head_rules(m, head);
	demand(m, m->msg_count == FIELD(head, GATE_WORK0_LEN) + 1,
	       "LEN is the number of words behind the head, at most 8");
	demand(m, m->msg_count <= m->msg_left,
	       "no more words than STATUS.MSG_FREE");
	m->msg_left -= m->msg_count;
	demand(m, FIELD(head, GATE_WORK0_KIND) == GATE_KIND_MSG,
	       "a head has KIND_MSG");
	demand(m,
	       msg >= GATE_MSG_OUT_ATS_CPL && msg <= GATE_MSG_OUT_CLIENT_STATE,
	       "MSG is one of enum MSG_OUT");
}

static void invalidate_rules(struct vtd_port *m, uint64_t inv, uint64_t addr)
{
	uint64_t known = GATE_INV_OP | GATE_INV_TAG | GATE_INV_SID |
			 GATE_INV_FM;
	uint64_t addr_known = GATE_INV_ADDR_AM | GATE_INV_ADDR_PFN;

	demand(m, !(inv & ~known), "undefined bits of INV are zero");
	switch (inv & GATE_INV_OP) {
	case GATE_INV_PAGE:
		demand(m, !(addr & ~addr_known),
		       "undefined bits of INV_ADDR are zero");
		demand(m, FIELD(addr, GATE_INV_ADDR_AM) <= 52,
		       "AM is at most 52");
		tag_of(m, FIELD(inv, GATE_INV_TAG));
		break;
	case GATE_INV_RETIRE:
		retire(m, FIELD(inv, GATE_INV_TAG));
		break;
	case GATE_INV_RETIRE_ALL:
		for (unsigned int tag = 0; tag < m->num_tags; tag++)
			retire(m, tag);
		break;
	case GATE_INV_KEY:
	case GATE_INV_KEY_ALL:
		break;
	case GATE_INV_SWEEP:
		sweep(m);
		break;
	case GATE_INV_DRAIN:
		m->draining = m->drain_polls;
		break;
	default:
		demand(m, false, "OP is one of enum INV");
	}
}

static void mode_rules(const struct vtd_port *m, uint64_t mode)
{
	uint64_t known = GATE_MODE_MODE | GATE_MODE_ZLR | GATE_MODE_HAW;
	uint64_t haw = FIELD(mode, GATE_MODE_HAW);

	demand(m, !(mode & ~known), "undefined bits of MODE are zero");
	demand(m, (mode & GATE_MODE_MODE) <= GATE_MODE_TRANSLATE,
	       "MODE is one of enum MODE");
	demand(m,
	       (mode & GATE_MODE_MODE) == GATE_MODE_BLOCK ||
		       (haw >= 12 && haw <= 52),
	       "HAW is a width that a host can have");
}

void mock_taken(struct vtd_port *m, uint64_t word0)
{
	uint64_t kind = word0 & GATE_WORK0_KIND;
	uint64_t slot = FIELD(word0, GATE_WORK0_SLOT);

	if (kind != GATE_KIND_MISS && kind != GATE_KIND_INTR)
		return;
	if (m->slots[slot] != MOCK_SLOT_FREE)
		mock_fail(m, "the test offers slot %" PRIu64 " twice", slot);
	m->slots[slot] = kind == GATE_KIND_MISS ? MOCK_SLOT_MISS :
						  MOCK_SLOT_INTR;
	m->asked[slot] = word0;
}

void mock_rules(struct vtd_port *m, const struct mock_call *call)
{
	switch (call->op) {
	case MOCK_HOST_READ:
		read_rules(m, call->a, call->b);
		break;
	case MOCK_HOST_WRITE32:
		demand(m, call->a % 4 == 0, "a host write is aligned");
		break;
	case MOCK_HOST_WRITE64:
		demand(m, call->a % 8 == 0, "a host write is aligned");
		break;
	case MOCK_REG_WRITE32:
	case MOCK_REG_SET32:
	case MOCK_REG_CLEAR32:
		reg_rules(m, call->a, 4);
		break;
	case MOCK_REG_WRITE64:
		reg_rules(m, call->a, 8);
		break;
	case MOCK_REG_READ:
		reg_rules(m, call->a, call->b);
		break;
	case MOCK_ANSWER:
		answer_rules(m, call->a, call->b);
		break;
	case MOCK_INVALIDATE:
		invalidate_rules(m, call->a, call->b);
		break;
	case MOCK_MODE:
		mode_rules(m, call->a);
		break;
	case MOCK_HOST_UPDATE:
		demand(m, call->a % 8 == 0, "a locked update is aligned");
		break;
	case MOCK_PROTECT:
		demand(m, call->a < 2, "a protected region is low or high");
		break;
	case MOCK_TRACE:
		demand(m, call->a < VTD_TRACE_COUNT,
		       "a trace event is one of vtd_trace.def");
		break;
	case MOCK_PERF:
		demand(m,
		       call->a == GATE_PERF_COUNTER ||
			       call->a == GATE_PERF_ADD ||
			       call->a == GATE_PERF_FREEZE,
		       "a perf word is one of three");
		break;
	case MOCK_MSG:
		msg_rules(m, call->a);
		break;
	case MOCK_TIMER:
	case MOCK_NEXT_WORK:
	case MOCK_STATUS:
		break;
	}
}
