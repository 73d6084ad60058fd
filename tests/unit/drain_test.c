/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */
/*
 * Draining (6.5.4: an invalidation is complete when the requests it must
 * wait for are complete in memory). The gate counts; the engine starts the
 * count, polls it, and tells those who wait.
 */

#include "groups.h"

#include "drain.h"

#define DRAIN VTD_PUT(GATE_INV_OP, GATE_INV_DRAIN)

static void test_nothing_in_flight_ends_at_once(void **state)
{
	struct bench *b = *state;

	EXPECT_INVALIDATE(&b->m, DRAIN, 0);
	assert_true(drain_start(b->v, VTD_PENDING_QUEUE));
	mock_done(&b->m);
	assert_false(b->v->pending & VTD_PENDING_DRAIN);
}

/* The one who waits has no turn until the gate says it is over. */
static void test_waits_for_the_gate(void **state)
{
	struct bench *b = *state;

	b->m.drain_polls = 4;
	EXPECT_INVALIDATE(&b->m, DRAIN, 0);
	assert_false(drain_start(b->v, VTD_PENDING_IOTLB));
	for (unsigned int poll = 0; poll < 2; poll++) {
		drain_step(b->v);
		assert_true(b->v->pending & VTD_PENDING_DRAIN);
		assert_false(b->v->pending & VTD_PENDING_IOTLB);
	}
	drain_step(b->v);
	mock_done(&b->m);
	assert_false(b->v->pending & VTD_PENDING_DRAIN);
	assert_true(b->v->pending & VTD_PENDING_IOTLB);
	b->v->pending = 0;
}

/* A drain begun later ends later: one end for both, after the newest. */
static void test_one_end_for_all_who_wait(void **state)
{
	struct bench *b = *state;

	b->m.drain_polls = 3;
	EXPECT_INVALIDATE(&b->m, DRAIN, 0);
	EXPECT_INVALIDATE(&b->m, DRAIN, 0);
	assert_false(drain_start(b->v, VTD_PENDING_QUEUE));
	assert_false(drain_start(b->v, VTD_PENDING_GCMD));
	drain_step(b->v);
	assert_int_equal(b->v->pending, VTD_PENDING_DRAIN);
	drain_step(b->v);
	mock_done(&b->m);
	assert_int_equal(b->v->pending, VTD_PENDING_QUEUE | VTD_PENDING_GCMD);
	b->v->pending = 0;
}

static void test_a_later_one_that_ends_at_once_ends_the_earlier(void **state)
{
	struct bench *b = *state;

	b->m.drain_polls = 3;
	assert_false(drain_start(b->v, VTD_PENDING_QUEUE));
	b->m.drain_polls = 1;
	assert_true(drain_start(b->v, VTD_PENDING_GCMD));
	assert_int_equal(b->v->pending, VTD_PENDING_QUEUE);
	b->v->pending = 0;
}

/* Every wait is bounded; what cannot be waited for is blocked for good. */
static void test_gives_up_and_blocks(void **state)
{
	struct bench *b = *state;
	unsigned int polls = 0;

	b->m.drain_polls = MOCK_FOREVER;
	EXPECT_INVALIDATE(&b->m, DRAIN, 0);
	EXPECT_MODE(&b->m, GATE_MODE_BLOCK);
	assert_false(drain_start(b->v, VTD_PENDING_IOTLB));
	for (; vtd_alive(b->v) && polls <= VTD_POLL_LIMIT; polls++)
		drain_step(b->v);
	mock_done(&b->m);
	assert_false(vtd_alive(b->v));
	assert_int_equal(polls, VTD_POLL_LIMIT);
	assert_int_equal(b->m.mode, GATE_MODE_BLOCK);
	assert_int_equal(mock_traces(&b->m, VTD_TRACE_FATAL), 1);
}

/* Dead means dead: no turn touches the gate any more, whatever comes. */
static void test_after_giving_up_nothing_is_let_through(void **state)
{
	struct bench *b = *state;

	host_enables_translation(b);
	drain_give_up(b->v, VTD_FATAL_DRAIN);
	mock_forget(&b->m);
	mock_work(&b->m, bench_word0(SID, 1, GATE_KIND_MISS), IOVA, 0);
	host_gcmd(b, 0);
	for (unsigned int turns = 0; turns < 8; turns++)
		assert_false(vtd_turn(b->v));
	assert_false(vtd_alive(b->v));
	assert_int_equal(b->m.mode, GATE_MODE_BLOCK);
	if (mock_answer(&b->m, 1))
		assert_blocked(b);
}

/* The limit is one of each drain, not of all of them together. */
static void test_many_slow_drains_are_not_fatal(void **state)
{
	struct bench *b = *state;

	for (unsigned int n = 0; n < 5; n++) {
		b->m.drain_polls = VTD_POLL_LIMIT / 4;
		assert_false(drain_start(b->v, VTD_PENDING_IOTLB));
		while (b->v->pending & VTD_PENDING_DRAIN)
			drain_step(b->v);
		b->v->pending = 0;
		assert_true(vtd_alive(b->v));
	}
}

/* Who waited once does not wait again with the next one. */
static void test_each_drain_has_its_own_waiters(void **state)
{
	struct bench *b = *state;

	b->m.drain_polls = 3;
	assert_false(drain_start(b->v, VTD_PENDING_IOTLB));
	while (b->v->pending & VTD_PENDING_DRAIN)
		drain_step(b->v);
	b->v->pending = 0;
	b->m.drain_polls = 3;
	assert_false(drain_start(b->v, VTD_PENDING_GCMD));
	while (b->v->pending & VTD_PENDING_DRAIN)
		drain_step(b->v);
	assert_int_equal(b->v->pending, VTD_PENDING_GCMD);
	b->v->pending = 0;
}

/* A store that memory refused leaves a trace, once; one that it took, none. */
static void test_failed_store_is_told_of(void **state)
{
	struct bench *b = *state;

	assert_true(drain_start(b->v, VTD_PENDING_QUEUE));
	assert_int_equal(mock_traces(&b->m, VTD_TRACE_STORE_FAILED), 0);
	b->m.fail_write = 1;
	device_interrupts(b, SID, FEADDR_VALUE, 0);
	assert_true(drain_start(b->v, VTD_PENDING_QUEUE));
	assert_true(drain_start(b->v, VTD_PENDING_QUEUE));
	assert_int_equal(mock_traces(&b->m, VTD_TRACE_STORE_FAILED), 1);
	b->v->pending = 0;
}

int drain_tests(void)
{
	static const struct CMUnitTest tests[] = {
		UNIT(test_nothing_in_flight_ends_at_once),
		UNIT(test_waits_for_the_gate),
		UNIT(test_one_end_for_all_who_wait),
		UNIT(test_a_later_one_that_ends_at_once_ends_the_earlier),
		UNIT(test_gives_up_and_blocks),
		UNIT(test_after_giving_up_nothing_is_let_through),
		UNIT(test_many_slow_drains_are_not_fatal),
		UNIT(test_each_drain_has_its_own_waiters),
		UNIT(test_failed_store_is_told_of),
	};

	return cmocka_run_group_tests_name("drain", tests, NULL, NULL);
}
