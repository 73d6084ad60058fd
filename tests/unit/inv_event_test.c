/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */
/*
 * The invalidation event (6.5.2.8, 11.4.9.9 - 11.4.9.13): a wait descriptor
 * with IF sets ICS.IWC; its message goes out, or is held in IECTL.IP.
 */

#include "groups.h"

#define WAIT_IF (VTD_DESC_WAIT | VTD_WAIT_DESC_LO_IF)

static unsigned int messages(const struct bench *b)
{
	return mock_count(&b->m, MOCK_HOST_WRITE32, IEADDR_VALUE);
}

static bool held(const struct bench *b)
{
	return mock_reg(&b->m, VTD_IECTL) & VTD_IECTL_IP;
}

static void start(struct bench *b)
{
	host_enables_translation(b);
	host_enables_queue(b);
}

/* One more wait with IF, in slot @index. */
static void wait_with_interrupt(struct bench *b, unsigned int index)
{
	host_descriptor(b, index, WAIT_IF, 0);
	host_tail(b, index + 1);
	bench_run(b);
}

static void mask(struct bench *b, uint32_t im)
{
	host_iectl(b, im);
	bench_run(b);
}

/* IWC first, the message after it. */
static void test_sets_iwc_and_sends(void **state)
{
	struct bench *b = *state;

	start(b);
	host_descriptor(b, 0, WAIT_IF, 0);
	host_tail(b, 1);
	EXPECT_HOST_READ(&b->m, BENCH_QUEUE, 2);
	EXPECT_REG_WRITE32(&b->m, VTD_IQH, 16);
	EXPECT_REG_SET32(&b->m, VTD_ICS, VTD_ICS_IWC);
	EXPECT_HOST_WRITE32(&b->m, IEADDR_VALUE, IEDATA_VALUE);
	bench_run(b);
	mock_done(&b->m);
	assert_false(held(b));
}

static void test_upper_address(void **state)
{
	struct bench *b = *state;

	start(b);
	mock_set_reg(&b->m, VTD_IEUADDR, 0x34);
	wait_with_interrupt(b, 0);
	assert_int_equal(mock_count(&b->m, MOCK_HOST_WRITE32,
				    UINT64_C(0x34) << 32 | IEADDR_VALUE),
			 1);
}

/* IWC already 1: no interrupt. */
static void test_no_message_while_iwc_is_set(void **state)
{
	struct bench *b = *state;

	start(b);
	wait_with_interrupt(b, 0);
	wait_with_interrupt(b, 1);
	assert_int_equal(messages(b), 1);
	host_clear_ics(b);
	bench_run(b);
	assert_int_equal(messages(b), 1);
	wait_with_interrupt(b, 2);
	assert_int_equal(messages(b), 2);
}

static void test_masked_is_held(void **state)
{
	struct bench *b = *state;

	start(b);
	mask(b, VTD_IECTL_IM);
	wait_with_interrupt(b, 0);
	assert_int_equal(messages(b), 0);
	assert_true(held(b));
	assert_true(mock_reg(&b->m, VTD_ICS) & VTD_ICS_IWC);
}

static void test_unmasking_sends_what_is_held(void **state)
{
	struct bench *b = *state;

	start(b);
	mask(b, VTD_IECTL_IM);
	wait_with_interrupt(b, 0);
	EXPECT_HOST_WRITE32(&b->m, IEADDR_VALUE, IEDATA_VALUE);
	EXPECT_REG_CLEAR32(&b->m, VTD_IECTL, VTD_IECTL_IP);
	mask(b, 0);
	mock_done(&b->m);
	mock_expect_nothing(&b->m);
	mask(b, VTD_IECTL_IM);
	mask(b, 0);
	mock_done(&b->m);
}

static void test_masking_again_keeps_it_held(void **state)
{
	struct bench *b = *state;

	start(b);
	mask(b, VTD_IECTL_IM);
	wait_with_interrupt(b, 0);
	mask(b, VTD_IECTL_IM);
	assert_true(held(b));
	assert_int_equal(messages(b), 0);
}

/* Software cleared IWC: it has seen what the message would say. */
static void test_clearing_iwc_drops_what_is_held(void **state)
{
	struct bench *b = *state;

	start(b);
	mask(b, VTD_IECTL_IM);
	wait_with_interrupt(b, 0);
	host_clear_ics(b);
	bench_run(b);
	assert_false(held(b));
	mask(b, 0);
	assert_int_equal(messages(b), 0);
}

static void test_clearing_iwc_that_is_not_held(void **state)
{
	struct bench *b = *state;

	start(b);
	wait_with_interrupt(b, 0);
	mock_expect_nothing(&b->m);
	host_clear_ics(b);
	bench_run(b);
	mock_done(&b->m);
}

/*
 * The host clears IWC while the engine is about to set it for another wait:
 * the event of the clearing arrives with IWC set and no message sent.
 */
static void test_no_interrupt_is_lost_to_a_race(void **state)
{
	struct bench *b = *state;

	start(b);
	wait_with_interrupt(b, 0);
	wait_with_interrupt(b, 1);
	assert_int_equal(messages(b), 1);
	host_clear_ics(b);
	mock_set_reg(&b->m, VTD_ICS, VTD_ICS_IWC);
	bench_run(b);
	assert_int_equal(messages(b), 2);
}

/* The same when the window's mask says to hold it. */
static void test_race_while_masked(void **state)
{
	struct bench *b = *state;

	start(b);
	wait_with_interrupt(b, 0);
	wait_with_interrupt(b, 1);
	mask(b, VTD_IECTL_IM);
	host_clear_ics(b);
	mock_set_reg(&b->m, VTD_ICS, VTD_ICS_IWC);
	bench_run(b);
	assert_true(held(b));
	mask(b, 0);
	assert_int_equal(messages(b), 2);
}

/* A wait without IF is silent. */
static void test_no_flag_no_event(void **state)
{
	struct bench *b = *state;

	start(b);
	host_descriptor(b, 0, VTD_DESC_WAIT, 0);
	host_tail(b, 1);
	bench_run(b);
	assert_int_equal(messages(b), 0);
	assert_int_equal(mock_reg(&b->m, VTD_ICS), 0);
}

static void test_message_that_fails(void **state)
{
	struct bench *b = *state;

	start(b);
	b->m.fail_write = 1;
	wait_with_interrupt(b, 0);
	assert_true(vtd_alive(b->v));
	wait_with_interrupt(b, 1);
	assert_int_equal(mock_reg(&b->m, VTD_IQH), 32);
}

/* The event of a clearing that was done before. */
static void late_event(struct bench *b)
{
	mock_work(&b->m,
		  GATE_KIND_EVENT | VTD_PUT(GATE_WORK0_EVENT, GATE_EVENT_ICS) |
			  VTD_PUT(GATE_WORK0_VALUE, VTD_ICS_IWC),
		  0, 0);
	bench_run(b);
}

/* The event of a clearing comes after the next wait has had its message. */
static void test_late_event_of_a_clearing(void **state)
{
	struct bench *b = *state;

	start(b);
	wait_with_interrupt(b, 0);
	mock_set_reg(&b->m, VTD_ICS, 0);
	wait_with_interrupt(b, 1);
	assert_int_equal(messages(b), 2);
	mock_expect_nothing(&b->m);
	late_event(b);
	mock_done(&b->m);
}

/* The same while masked: the message held since then is of that next wait. */
static void test_late_event_leaves_what_is_held(void **state)
{
	struct bench *b = *state;

	start(b);
	mask(b, VTD_IECTL_IM);
	wait_with_interrupt(b, 0);
	mock_set_reg(&b->m, VTD_ICS, 0);
	wait_with_interrupt(b, 1);
	late_event(b);
	assert_true(held(b));
	mask(b, 0);
	assert_int_equal(messages(b), 1);
}

/* What a race left unsaid is said once. */
static void test_second_event_after_a_race(void **state)
{
	struct bench *b = *state;

	start(b);
	wait_with_interrupt(b, 0);
	wait_with_interrupt(b, 1);
	late_event(b);
	assert_int_equal(messages(b), 2);
	late_event(b);
	assert_int_equal(messages(b), 2);
}

/* The host masks between our setting IWC and our look at the mask. */
static void masks(struct vtd_port *m, const struct mock_call *call)
{
	if (call->op != MOCK_REG_SET32 || call->a != VTD_ICS)
		return;
	mock_set_reg(m, VTD_IECTL, VTD_IECTL_IM);
	m->meanwhile = NULL;
}

static void test_mask_of_this_moment_counts(void **state)
{
	struct bench *b = *state;

	start(b);
	b->m.meanwhile = masks;
	wait_with_interrupt(b, 0);
	assert_int_equal(messages(b), 0);
	assert_true(held(b));
	mask(b, 0);
	assert_int_equal(messages(b), 1);
}

/* The host clears IWC between our look at it and our setting it again. */
static void clears_iwc(struct vtd_port *m, const struct mock_call *call)
{
	if (call->op != MOCK_REG_READ || call->a != VTD_ICS)
		return;
	m->meanwhile = NULL;
	mock_set_reg(m, VTD_ICS, 0);
	mock_work(m,
		  GATE_KIND_EVENT | VTD_PUT(GATE_WORK0_EVENT, GATE_EVENT_ICS) |
			  VTD_PUT(GATE_WORK0_VALUE, VTD_ICS_IWC),
		  0, 0);
}

static void test_host_clears_while_iwc_is_set_again(void **state)
{
	struct bench *b = *state;

	start(b);
	wait_with_interrupt(b, 0);
	b->m.meanwhile = clears_iwc;
	wait_with_interrupt(b, 1);
	assert_null(b->m.meanwhile);
	assert_true(mock_reg(&b->m, VTD_ICS) & VTD_ICS_IWC);
	assert_int_equal(messages(b), 2);
}

/* Seen and cleared: what was quiet once does not speak later. */
static void test_quiet_wait_that_was_seen(void **state)
{
	struct bench *b = *state;

	start(b);
	wait_with_interrupt(b, 0);
	wait_with_interrupt(b, 1);
	host_clear_ics(b);
	bench_run(b);
	wait_with_interrupt(b, 2);
	assert_int_equal(messages(b), 2);
	host_clear_ics(b);
	mock_set_reg(&b->m, VTD_ICS, VTD_ICS_IWC);
	bench_run(b);
	assert_int_equal(messages(b), 2);
}

int inv_event_tests(void)
{
	static const struct CMUnitTest tests[] = {
		UNIT(test_sets_iwc_and_sends),
		UNIT(test_upper_address),
		UNIT(test_no_message_while_iwc_is_set),
		UNIT(test_masked_is_held),
		UNIT(test_unmasking_sends_what_is_held),
		UNIT(test_masking_again_keeps_it_held),
		UNIT(test_clearing_iwc_drops_what_is_held),
		UNIT(test_clearing_iwc_that_is_not_held),
		UNIT(test_no_interrupt_is_lost_to_a_race),
		UNIT(test_race_while_masked),
		UNIT(test_no_flag_no_event),
		UNIT(test_message_that_fails),
		UNIT(test_late_event_of_a_clearing),
		UNIT(test_late_event_leaves_what_is_held),
		UNIT(test_second_event_after_a_race),
		UNIT(test_mask_of_this_moment_counts),
		UNIT(test_host_clears_while_iwc_is_set_again),
		UNIT(test_quiet_wait_that_was_seen),
	};

	return cmocka_run_group_tests_name("inv_event", tests, NULL, NULL);
}
