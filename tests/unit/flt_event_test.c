/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */
/*
 * The fault event (7.3, 11.4.8 - 11.4.11): one message when the first status
 * bit rises, held in IP while FECTL.IM masks it.
 */

#include "groups.h"

static uint32_t fectl(const struct bench *b)
{
	return (uint32_t)mock_reg(&b->m, VTD_FECTL);
}

static void fault(struct bench *b, uint16_t sid)
{
	device_asks(b, sid, IOVA, 0);
	assert_blocked(b);
}

static unsigned int messages(const struct bench *b)
{
	return mock_count(&b->m, MOCK_HOST_WRITE32, FEADDR_VALUE);
}

static void mask(struct bench *b)
{
	host_fectl(b, VTD_FECTL_IM);
	bench_run(b);
}

static void unmask(struct bench *b)
{
	host_fectl(b, 0);
	bench_run(b);
}

/* A descriptor of no type: IQE is the other source of the event. */
static void break_the_queue(struct bench *b)
{
	host_descriptor(b, 0, 0, 0);
	host_tail(b, 1);
	bench_run(b);
	assert_true(mock_reg(&b->m, VTD_FSTS) & VTD_FSTS_IQE);
}

static void test_first_fault_sends_the_message(void **state)
{
	struct bench *b = *state;

	host_enables_translation(b);
	fault(b, SID);
	assert_int_equal(messages(b), 1);
	assert_false(fectl(b) & VTD_FECTL_IP);
}

static void test_upper_address(void **state)
{
	struct bench *b = *state;

	host_enables_translation(b);
	mock_set_reg(&b->m, VTD_FEUADDR, 0x12);
	fault(b, SID);
	assert_int_equal(mock_count(&b->m, MOCK_HOST_WRITE32,
				    UINT64_C(0x12) << 32 | FEADDR_VALUE),
			 1);
}

/* A status bit was already set: no further event. */
static void test_further_faults_are_silent(void **state)
{
	struct bench *b = *state;

	host_enables_translation(b);
	for (unsigned int n = 0; n < MOCK_RECORDS + 2; n++)
		fault(b, (uint16_t)(SID + n));
	assert_int_equal(messages(b), 1);
}

static void test_next_event_after_all_is_cleared(void **state)
{
	struct bench *b = *state;

	host_enables_translation(b);
	fault(b, SID);
	host_clear_record(b, 0);
	bench_run(b);
	fault(b, SID);
	assert_int_equal(messages(b), 2);
}

/* PFO alone also holds back the event, though it is no source of it. */
static void test_overflow_holds_back_the_event(void **state)
{
	struct bench *b = *state;

	host_enables_translation(b);
	host_enables_queue(b);
	for (unsigned int n = 0; n <= MOCK_RECORDS; n++)
		fault(b, (uint16_t)(SID + n));
	for (unsigned int n = 0; n < MOCK_RECORDS; n++)
		host_clear_record(b, n);
	bench_run(b);
	break_the_queue(b);
	assert_int_equal(messages(b), 1);
}

static void test_masked_event_is_held(void **state)
{
	struct bench *b = *state;

	host_enables_translation(b);
	mask(b);
	EXPECT_HOST_READ(&b->m, tables_root_slot(&b->t, SID), 2);
	EXPECT_ANSWER(&b->m, bench_word0(0, 1, GATE_ACTION_BLOCK), 0);
	EXPECT_REG_WRITE64(&b->m, VTD_FRCDL, IOVA);
	EXPECT_REG_WRITE64(&b->m, VTD_FRCDH,
			   VTD_FRCDH_F | VTD_FRCDH_T1 | SID |
				   VTD_PUT(VTD_FRCDH_FR, VTD_FAULT_LRT_2));
	EXPECT_REG_SET32(&b->m, VTD_FECTL, VTD_FECTL_IP);
	device_asks(b, SID, IOVA, 0);
	mock_done(&b->m);
}

/* The message is on its way before IP says it is. */
static void test_unmasking_sends_what_is_held(void **state)
{
	struct bench *b = *state;

	host_enables_translation(b);
	mask(b);
	fault(b, SID);
	EXPECT_HOST_WRITE32(&b->m, FEADDR_VALUE, FEDATA_VALUE);
	EXPECT_REG_CLEAR32(&b->m, VTD_FECTL, VTD_FECTL_IP);
	unmask(b);
	mock_done(&b->m);
	mock_expect_nothing(&b->m);
	unmask(b);
	mock_done(&b->m);
}

static void test_masking_again_keeps_it_held(void **state)
{
	struct bench *b = *state;

	host_enables_translation(b);
	mask(b);
	fault(b, SID);
	mask(b);
	assert_int_equal(messages(b), 0);
	assert_true(fectl(b) & VTD_FECTL_IP);
}

/* Software has seen to all of it: nothing is sent any more. */
static void test_clearing_all_drops_what_is_held(void **state)
{
	struct bench *b = *state;

	host_enables_translation(b);
	mask(b);
	fault(b, SID);
	host_clear_record(b, 0);
	bench_run(b);
	assert_false(fectl(b) & VTD_FECTL_IP);
	unmask(b);
	assert_int_equal(messages(b), 0);
}

static void test_clearing_some_keeps_it_held(void **state)
{
	struct bench *b = *state;

	host_enables_translation(b);
	mask(b);
	fault(b, SID);
	fault(b, SID + 1);
	host_clear_record(b, 0);
	bench_run(b);
	assert_true(fectl(b) & VTD_FECTL_IP);
	host_clear_record(b, 1);
	bench_run(b);
	assert_false(fectl(b) & VTD_FECTL_IP);
}

static void test_queue_error_sends_the_message(void **state)
{
	struct bench *b = *state;

	host_enables_translation(b);
	host_enables_queue(b);
	break_the_queue(b);
	assert_int_equal(messages(b), 1);
}

static void test_fault_after_queue_error_is_silent(void **state)
{
	struct bench *b = *state;

	host_enables_translation(b);
	host_enables_queue(b);
	break_the_queue(b);
	fault(b, SID);
	assert_int_equal(messages(b), 1);
}

static void test_queue_error_after_fault_is_silent(void **state)
{
	struct bench *b = *state;

	host_enables_translation(b);
	host_enables_queue(b);
	fault(b, SID);
	break_the_queue(b);
	assert_int_equal(messages(b), 1);
}

static void test_held_queue_error_is_dropped_with_iqe(void **state)
{
	struct bench *b = *state;

	host_enables_translation(b);
	host_enables_queue(b);
	mask(b);
	break_the_queue(b);
	assert_true(fectl(b) & VTD_FECTL_IP);
	/* The bad descriptor is made good, or it would stop again. */
	host_descriptor(b, 0, VTD_DESC_WAIT, 0);
	host_clear_fsts(b, VTD_FSTS_IQE);
	bench_run(b);
	assert_false(fectl(b) & VTD_FECTL_IP);
	assert_int_equal(messages(b), 0);
}

/*
 * The host masks while the fault is being recorded, before the engine has
 * seen the FECTL event: the window's mask counts.
 */
static void test_mask_of_this_moment_counts(void **state)
{
	struct bench *b = *state;

	host_enables_translation(b);
	mock_set_reg(&b->m, VTD_FECTL, VTD_FECTL_IM);
	fault(b, SID);
	assert_int_equal(messages(b), 0);
	assert_true(fectl(b) & VTD_FECTL_IP);
	unmask(b);
	assert_int_equal(messages(b), 1);
}

/* Memory refuses the message: nothing hangs, nothing else is lost. */
static void test_message_that_fails(void **state)
{
	struct bench *b = *state;

	host_enables_translation(b);
	b->m.fail_write = 1;
	fault(b, SID);
	bench_run(b);
	assert_true(vtd_alive(b->v));
	fault(b, SID + 1);
	assert_true(mock_reg(&b->m, VTD_FRCDH + 16) & VTD_FRCDH_F);
}

/* The host clears record 0 just after the engine has set IQE. */
static void clears_the_fault(struct vtd_port *m, const struct mock_call *call)
{
	if (call->op != MOCK_REG_SET32 || call->a != VTD_FSTS)
		return;
	m->meanwhile = NULL;
	mock_set_reg(m, VTD_FRCDH, mock_reg(m, VTD_FRCDH) & ~VTD_FRCDH_F);
}

/* The fault that kept the event back is gone when IQE is there: an event. */
static void test_host_clears_while_the_queue_stops(void **state)
{
	struct bench *b = *state;

	host_enables_translation(b);
	host_enables_queue(b);
	fault(b, SID);
	b->m.meanwhile = clears_the_fault;
	break_the_queue(b);
	assert_int_equal(messages(b), 2);
}

int flt_event_tests(void)
{
	static const struct CMUnitTest tests[] = {
		UNIT(test_first_fault_sends_the_message),
		UNIT(test_upper_address),
		UNIT(test_further_faults_are_silent),
		UNIT(test_next_event_after_all_is_cleared),
		UNIT(test_overflow_holds_back_the_event),
		UNIT(test_masked_event_is_held),
		UNIT(test_unmasking_sends_what_is_held),
		UNIT(test_masking_again_keeps_it_held),
		UNIT(test_clearing_all_drops_what_is_held),
		UNIT(test_clearing_some_keeps_it_held),
		UNIT(test_queue_error_sends_the_message),
		UNIT(test_fault_after_queue_error_is_silent),
		UNIT(test_queue_error_after_fault_is_silent),
		UNIT(test_held_queue_error_is_dropped_with_iqe),
		UNIT(test_mask_of_this_moment_counts),
		UNIT(test_message_that_fails),
		UNIT(test_host_clears_while_the_queue_stops),
	};

	return cmocka_run_group_tests_name("flt_event", tests, NULL, NULL);
}
