/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "msg_model.h"

#include <string.h>

#include "gate.h"
#include "gen/vtd_gate.h"
#include "vtd_types.h"

void msg_model_reset(struct msg_model *m)
{
	memset(m, 0, sizeof(*m));
}

bool msg_model_put(struct msg_model *m, enum msg_model_stream stream,
		   const struct vtd_work *message)
{
	struct msg_model_queue *q = &m->up[stream];
	struct vtd_work *w = &q->work[q->used];

	if (q->used == MSG_MODEL_DEPTH)
		return false;
	q->used++;
	*w = *message;
	/* No device can name another kind of work. */
	w->word[0] = (w->word[0] & ~GATE_WORK0_KIND) | GATE_KIND_MSG;
	return true;
}

unsigned int msg_model_free(const struct msg_model *m)
{
	return MSG_MODEL_OUT - m->used;
}

/* Words that have to be free before the engine is shown @head. */
static unsigned int room_for(enum msg_model_stream stream, uint64_t head)
{
	uint64_t msg = VTD_GET(GATE_WORK0_MSG, head);

	if (stream == MSG_MODEL_REQUESTS || msg == GATE_MSG_IN_ATS_REQ)
		return GATE_MSG_ROOM_REQUEST;
	if (msg == GATE_MSG_IN_INV_DONE || msg == GATE_MSG_IN_CLIENT_ACK)
		return 0;
	return GATE_MSG_ROOM_PAGE;
}

bool msg_model_next_work(struct msg_model *m, enum msg_model_stream stream,
			 struct vtd_work *work)
{
	struct msg_model_queue *q = &m->up[stream];

	if (!q->used ||
	    msg_model_free(m) < room_for(stream, q->work[0].word[0]))
		return false;
	*work = q->work[0];
	q->used--;
	memmove(q->work, q->work + 1, q->used * sizeof(*q->work));
	return true;
}

static unsigned int length(uint64_t head)
{
	return 1 + (unsigned int)VTD_GET(GATE_WORK0_LEN, head);
}

void msg_model_send(struct msg_model *m, const uint64_t *words,
		    unsigned int count)
{
	uint64_t msg = VTD_GET(GATE_WORK0_MSG, words[0]);

	if (!count || count > NATIVE_MSG_WORDS || count != length(words[0]))
		gate_contract("message of another length than LEN", words[0]);
	if (VTD_GET(GATE_WORK0_KIND, words[0]) != GATE_KIND_MSG ||
	    msg < GATE_MSG_OUT_ATS_CPL || msg > GATE_MSG_OUT_CLIENT_STATE)
		gate_contract("head that is none", words[0]);
	if (count > msg_model_free(m))
		gate_contract("message without room", words[0]);
	memcpy(m->out + m->used, words, count * sizeof(*words));
	m->used += count;
}

bool msg_model_oldest(const struct msg_model *m, struct native_msg *message)
{
	if (!m->used)
		return false;
	message->count = length(m->out[0]);
	memcpy(message->word, m->out, message->count * sizeof(*m->out));
	return true;
}

void msg_model_drop(struct msg_model *m)
{
	unsigned int count = length(m->out[0]);

	m->used -= count;
	m->waited = 0;
	memmove(m->out, m->out + count, m->used * sizeof(*m->out));
}

static uint64_t lesser(uint64_t a, uint64_t b)
{
	return a < b ? a : b;
}

uint64_t msg_model_pass(struct msg_model *m, uint64_t cycles, bool *rang,
			bool *stalled)
{
	uint64_t passed = cycles;

	if (m->timer)
		passed = lesser(passed, m->timer);
	if (m->used)
		passed = lesser(passed, MSG_MODEL_STALL - m->waited);
	*rang = m->timer && m->timer == passed;
	m->timer -= m->timer ? passed : 0;
	m->waited += m->used ? passed : 0;
	*stalled = m->waited == MSG_MODEL_STALL;
	return passed;
}
