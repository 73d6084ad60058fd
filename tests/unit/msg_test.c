/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */
/*
 * Messages: who gets which, room for those the engine begins, and the ticks
 * that bound every wait for a device. Words are those of vtd_gate.def.
 */

#include "groups.h"

#include "msg.h"

static uint64_t head(unsigned int msg, uint16_t sid, unsigned int tag)
{
	return GATE_KIND_MSG | (uint64_t)msg << 56 | (uint64_t)sid << 40 |
	       (uint64_t)tag << 12;
}

/* 0 and what is behind the last kind of message are nobody's. */
static void test_unknown_messages(void **state)
{
	struct bench *b = *state;
	unsigned int unknown = 0;

	mock_expect_nothing(&b->m);
	for (unsigned int msg = 0; msg < 16; msg++) {
		if (msg && msg <= GATE_MSG_IN_CLIENT_HELLO)
			continue;
		mock_work(&b->m, head(msg, SID, 3), ~UINT64_C(0), ~UINT64_C(0));
		assert_true(bench_turn(b));
		unknown++;
	}
	mock_done(&b->m);
	assert_int_equal(mock_traces(&b->m, VTD_TRACE_UNKNOWN_WORK), unknown);
	assert_true(vtd_alive(b->v));
}

/* What the engine begins leaves MSG_ROOM_OWN words for answers. */
static void test_room(void **state)
{
	struct bench *b = *state;

	b->m.msg_left = 26;
	assert_true(msg_room(b->v, 2));
	assert_false(msg_room(b->v, 3));
	b->m.msg_left = 0;
	assert_false(msg_room(b->v, 1));
}

static void test_send(void **state)
{
	struct bench *b = *state;
	uint64_t words[3] = { head(GATE_MSG_OUT_CLIENT_UNMAP, SID, 31), 0x1000,
			      5 };

	assert_int_equal(msg_head(GATE_MSG_OUT_CLIENT_UNMAP, SID, 31),
			 words[0]);
	assert_int_equal(msg_pasid(0xabcde), UINT64_C(0xabcde) << 20 | 1 << 9);
	EXPECT_MSG(&b->m, words[0] | UINT64_C(2) << 60, 0x1000, 5, 0);
	msg_send(b->v, words, 2);
	mock_done(&b->m);
	words[0] = head(GATE_MSG_OUT_CLIENT_LOST, SID, 1);
	EXPECT_MSG(&b->m, words[0], 0, 0, 0);
	msg_send(b->v, words, 0);
	mock_done(&b->m);
}

static void tick(struct bench *b)
{
	mock_work(&b->m,
		  GATE_KIND_EVENT | VTD_PUT(GATE_WORK0_EVENT, GATE_EVENT_TIMER),
		  0, 0);
	assert_true(bench_turn(b));
}

/* One timer serves all who wait: started once until it has come. */
static void test_ticks(void **state)
{
	struct bench *b = *state;

	EXPECT_TIMER(&b->m, VTD_DEVICE_TIMEOUT / 4);
	msg_ticks_start(b->v);
	msg_ticks_start(b->v);
	mock_done(&b->m);
	mock_expect_nothing(&b->m);
	tick(b);
	mock_done(&b->m);
	EXPECT_TIMER(&b->m, VTD_DEVICE_TIMEOUT / 4);
	msg_ticks_start(b->v);
	mock_done(&b->m);
}

/* 0 would stop the timer. */
static void test_shortest_tick(void **state)
{
	struct bench *b = *state;

	b->config.device_timeout = 3;
	bench_start(b, &b->config);
	EXPECT_TIMER(&b->m, 1);
	msg_ticks_start(b->v);
	mock_done(&b->m);
}

int msg_tests(void)
{
	static const struct CMUnitTest tests[] = {
		UNIT(test_unknown_messages),
		UNIT(test_room),
		UNIT(test_send),
		UNIT(test_ticks),
		UNIT(test_shortest_tick),
	};

	return cmocka_run_group_tests_name("msg", tests, NULL, NULL);
}
