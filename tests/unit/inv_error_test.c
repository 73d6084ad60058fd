/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */
/*
 * What the queue reports (6.5.2.10, 6.5.2.11, 11.4.9.9): IQE, and ITE and ICE
 * of device TLBs.
 */

#include "groups.h"

#include "inv.h"

#define OP(name) VTD_PUT(GATE_INV_OP, GATE_INV_##name)
#define G(g)     VTD_PUT(VTD_DESC_LO_G, g)

#define CONTEXT_ALL (VTD_DESC_CONTEXT | G(VTD_G_GLOBAL))
#define IOTLB_ALL   (VTD_DESC_IOTLB | G(VTD_G_GLOBAL))
#define STATUS_DATA UINT32_C(0x600d1)
#define WAIT_SW                                                                \
	(VTD_DESC_WAIT | VTD_WAIT_DESC_LO_SW |                                 \
	 VTD_PUT(VTD_WAIT_DESC_LO_DATA, STATUS_DATA))

static void start(struct bench *b)
{
	host_enables_translation(b);
	host_enables_queue(b);
}

static uint64_t iqh(const struct bench *b)
{
	return mock_reg(&b->m, VTD_IQH);
}

static unsigned int iqei(const struct bench *b)
{
	return (unsigned int)mock_reg(&b->m, VTD_IQERCD);
}

static bool iqe(const struct bench *b)
{
	return mock_reg(&b->m, VTD_FSTS) & VTD_FSTS_IQE;
}

static bool status_written(const struct bench *b)
{
	return (uint32_t)guest_load(b, BENCH_STATUS) == STATUS_DATA;
}

static void assert_stopped(const struct bench *b, enum vtd_iqei why,
			   uint64_t head)
{
	assert_true(iqe(b));
	assert_int_equal(iqei(b), why);
	assert_int_equal(iqh(b), head);
}

/* IQEI before IQE, IQE before the message. The head stays where it is. */
static void test_error_in_order(void **state)
{
	struct bench *b = *state;

	start(b);
	host_descriptor(b, 0, CONTEXT_ALL, 0);
	host_descriptor(b, 1, 0, 0);
	host_tail(b, 2);
	EXPECT_HOST_READ(&b->m, BENCH_QUEUE, 4);
	EXPECT_INVALIDATE(&b->m, OP(KEY_ALL), 0);
	EXPECT_REG_WRITE32(&b->m, VTD_IQH, 16);
	EXPECT_REG_WRITE32(&b->m, VTD_IQERCD, VTD_IQEI_TYPE);
	EXPECT_REG_SET32(&b->m, VTD_FSTS, VTD_FSTS_IQE);
	EXPECT_HOST_WRITE32(&b->m, FEADDR_VALUE, FEDATA_VALUE);
	bench_run(b);
	mock_done(&b->m);
}

static void test_reserved_bits_are_an_error(void **state)
{
	struct bench *b = *state;

	start(b);
	host_descriptor(b, 0, CONTEXT_ALL, 1);
	host_tail(b, 1);
	bench_run(b);
	assert_stopped(b, VTD_IQEI_RESERVED, 0);
}

/* Tail writes start nothing while IQE is set. */
static void test_error_stops_the_queue(void **state)
{
	struct bench *b = *state;

	start(b);
	host_descriptor(b, 0, 0, 0);
	host_descriptor(b, 1, WAIT_SW, BENCH_STATUS);
	host_tail(b, 1);
	bench_run(b);
	mock_expect_nothing(&b->m);
	host_tail(b, 2);
	bench_run(b);
	mock_done(&b->m);
	assert_stopped(b, VTD_IQEI_TYPE, 0);
}

/* As Linux does: a good descriptor over the bad one, then IQE is cleared. */
static void test_goes_on_from_the_same_slot(void **state)
{
	struct bench *b = *state;

	start(b);
	host_descriptor(b, 0, 0, 0);
	host_descriptor(b, 1, WAIT_SW, BENCH_STATUS);
	host_tail(b, 2);
	bench_run(b);
	host_descriptor(b, 0, CONTEXT_ALL, 0);
	host_clear_fsts(b, VTD_FSTS_IQE);
	bench_run(b);
	assert_int_equal(iqh(b), 32);
	assert_true(status_written(b));
	assert_false(iqe(b));
}

/* Not made good: the same error again, and the message with it. */
static void test_same_error_again(void **state)
{
	struct bench *b = *state;

	start(b);
	host_descriptor(b, 0, 0, 0);
	host_tail(b, 1);
	bench_run(b);
	host_clear_fsts(b, VTD_FSTS_IQE);
	bench_run(b);
	assert_stopped(b, VTD_IQEI_TYPE, 0);
	assert_int_equal(mock_count(&b->m, MOCK_HOST_WRITE32, FEADDR_VALUE), 2);
}

/* Clearing other bits of FSTS starts nothing. */
static void test_only_iqe_resumes(void **state)
{
	struct bench *b = *state;

	start(b);
	host_descriptor(b, 0, 0, 0);
	host_tail(b, 1);
	bench_run(b);
	mock_expect_nothing(&b->m);
	host_clear_fsts(b, VTD_FSTS_PFO);
	bench_run(b);
	mock_done(&b->m);
}

/* IQE outlives the queue: it is not fetched from until IQE is cleared. */
static void test_error_outlives_switching_off(void **state)
{
	struct bench *b = *state;

	start(b);
	host_descriptor(b, 0, 0, 0);
	host_tail(b, 1);
	bench_run(b);
	host_gcmd(b, VTD_GCMD_TE);
	bench_run(b);
	host_descriptor(b, 0, WAIT_SW, BENCH_STATUS);
	host_gcmd(b, VTD_GCMD_TE | VTD_GCMD_QIE);
	bench_run(b);
	assert_false(status_written(b));
	host_clear_fsts(b, VTD_FSTS_IQE);
	bench_run(b);
	assert_true(status_written(b));
}

/* ---- Answers of device TLBs (6.5.2.11, 11.4.9.9) ------------------------ */

static unsigned int messages(const struct bench *b)
{
	return mock_count(&b->m, MOCK_HOST_WRITE32, FEADDR_VALUE);
}

static uint32_t fsts(const struct bench *b)
{
	return (uint32_t)mock_reg(&b->m, VTD_FSTS);
}

static unsigned int itesid(const struct bench *b)
{
	return (unsigned int)(mock_reg(&b->m, VTD_IQERCD) >> 32 & 0xffff);
}

static unsigned int icesid(const struct bench *b)
{
	return (unsigned int)(mock_reg(&b->m, VTD_IQERCD) >> 48);
}

/* The id before the bit, the bit before the message; nothing is fetched. */
static void test_time_out(void **state)
{
	struct bench *b = *state;

	start(b);
	EXPECT_REG_WRITE32(&b->m, VTD_IQH, 0);
	EXPECT_REG_WRITE32(&b->m, VTD_IQERCD + 4, SID);
	EXPECT_REG_SET32(&b->m, VTD_FSTS, VTD_FSTS_ITE);
	EXPECT_HOST_WRITE32(&b->m, FEADDR_VALUE, FEDATA_VALUE);
	inv_error_timed_out(b->v, SID);
	host_descriptor(b, 0, WAIT_SW, BENCH_STATUS);
	host_tail(b, 1);
	bench_run(b);
	mock_done(&b->m);
	assert_int_equal(itesid(b), SID);
	host_clear_fsts(b, VTD_FSTS_ITE);
	bench_run(b);
	assert_true(status_written(b));
}

/* Aborted: neither status nor IWC, and behind the head for good. */
static void test_time_out_aborts_a_wait(void **state)
{
	struct bench *b = *state;

	start(b);
	b->m.drain_polls = 10;
	host_descriptor(b, 0, IOTLB_ALL, 0);
	host_descriptor(b, 1, WAIT_SW | VTD_WAIT_DESC_LO_IF, BENCH_STATUS);
	host_descriptor(b, 2, CONTEXT_ALL, 0);
	host_tail(b, 3);
	for (unsigned int turns = 0; turns < 5; turns++)
		bench_turn(b);
	assert_true(b->v->queue.draining);
	inv_error_timed_out(b->v, SID);
	assert_int_equal(iqh(b), 32);
	bench_run(b);
	assert_int_equal(mock_count(&b->m, MOCK_INVALIDATE, OP(KEY_ALL)), 0);
	host_clear_fsts(b, VTD_FSTS_ITE);
	bench_run(b);
	assert_int_equal(iqh(b), 48);
	assert_int_equal(mock_count(&b->m, MOCK_INVALIDATE, OP(KEY_ALL)), 1);
	assert_false(status_written(b));
	assert_int_equal(mock_reg(&b->m, VTD_ICS), 0);
}

/* A wait after it has a drain of its own, whatever the old one does. */
static void test_wait_after_an_aborted_one(void **state)
{
	struct bench *b = *state;

	start(b);
	b->m.drain_polls = 30;
	host_descriptor(b, 0, IOTLB_ALL, 0);
	host_descriptor(b, 1, WAIT_SW, BENCH_STATUS + 8);
	host_descriptor(b, 2, WAIT_SW, BENCH_STATUS);
	host_tail(b, 2);
	for (unsigned int turns = 0; turns < 5; turns++)
		bench_turn(b);
	inv_error_timed_out(b->v, SID);
	host_clear_fsts(b, VTD_FSTS_ITE);
	host_tail(b, 3);
	for (unsigned int turns = 0; turns < 20; turns++)
		bench_turn(b);
	assert_false(status_written(b));
	assert_int_equal(mock_count(&b->m, MOCK_INVALIDATE, OP(DRAIN)), 2);
	bench_run(b);
	assert_true(status_written(b));
	assert_int_equal(b->m.draining, 0);
	assert_int_equal(guest_load(b, BENCH_STATUS + 8), 0);
}

/* ITESID and the event are those of the first while ITE is set. */
static void test_second_time_out(void **state)
{
	struct bench *b = *state;

	start(b);
	inv_error_timed_out(b->v, SID);
	inv_error_timed_out(b->v, SID + 1);
	assert_int_equal(itesid(b), SID);
	assert_int_equal(messages(b), 1);
	host_clear_fsts(b, VTD_FSTS_ITE);
	bench_run(b);
	inv_error_timed_out(b->v, SID + 2);
	assert_int_equal(itesid(b), SID + 2);
	assert_int_equal(messages(b), 2);
}

/* Set again before the host's clearing is heard of: it still stops. */
static void test_time_out_after_an_unheard_clear(void **state)
{
	struct bench *b = *state;

	start(b);
	inv_error_timed_out(b->v, SID);
	host_clear_fsts(b, VTD_FSTS_ITE);
	inv_error_timed_out(b->v, SID + 1);
	host_descriptor(b, 0, WAIT_SW, BENCH_STATUS);
	host_tail(b, 1);
	bench_run(b);
	assert_true(fsts(b) & VTD_FSTS_ITE);
	assert_int_equal(itesid(b), SID + 1);
	assert_false(status_written(b));
	host_clear_fsts(b, VTD_FSTS_ITE);
	bench_run(b);
	assert_true(status_written(b));
}

/* IQE and ITE each stop the queue; it goes on when both are clear. */
static void test_time_out_beside_a_queue_error(void **state)
{
	struct bench *b = *state;

	start(b);
	host_descriptor(b, 0, 0, 0);
	host_tail(b, 1);
	bench_run(b);
	inv_error_timed_out(b->v, SID);
	assert_int_equal(messages(b), 1);
	assert_int_equal(iqei(b), VTD_IQEI_TYPE);
	host_descriptor(b, 0, WAIT_SW, BENCH_STATUS);
	host_clear_fsts(b, VTD_FSTS_IQE);
	bench_run(b);
	assert_false(status_written(b));
	host_clear_fsts(b, VTD_FSTS_ITE);
	bench_run(b);
	assert_true(status_written(b));
}

/* ICE stops nothing; its id lies beside that of ITE. */
static void test_bad_completion(void **state)
{
	struct bench *b = *state;

	start(b);
	inv_error_timed_out(b->v, SID);
	inv_error_bad_completion(b->v, 0x0408);
	inv_error_bad_completion(b->v, 0x0409);
	assert_int_equal(itesid(b), SID);
	assert_int_equal(icesid(b), 0x0408);
	assert_true(fsts(b) & VTD_FSTS_ICE);
	assert_int_equal(messages(b), 1);
	host_clear_fsts(b, VTD_FSTS_ITE);
	host_descriptor(b, 0, WAIT_SW, BENCH_STATUS);
	host_tail(b, 1);
	bench_run(b);
	assert_true(status_written(b));
	assert_true(fsts(b) & VTD_FSTS_ICE);
}

static void test_bad_completion_alone_is_an_event(void **state)
{
	struct bench *b = *state;

	start(b);
	inv_error_bad_completion(b->v, 0xffff);
	assert_int_equal(icesid(b), 0xffff);
	assert_int_equal(itesid(b), 0);
	assert_int_equal(messages(b), 1);
}

int inv_error_tests(void)
{
	static const struct CMUnitTest tests[] = {
		UNIT(test_error_in_order),
		UNIT(test_reserved_bits_are_an_error),
		UNIT(test_error_stops_the_queue),
		UNIT(test_goes_on_from_the_same_slot),
		UNIT(test_same_error_again),
		UNIT(test_only_iqe_resumes),
		UNIT(test_error_outlives_switching_off),
		UNIT(test_time_out),
		UNIT(test_time_out_aborts_a_wait),
		UNIT(test_wait_after_an_aborted_one),
		UNIT(test_second_time_out),
		UNIT(test_time_out_after_an_unheard_clear),
		UNIT(test_time_out_beside_a_queue_error),
		UNIT(test_bad_completion),
		UNIT(test_bad_completion_alone_is_an_event),
	};

	return cmocka_run_group_tests_name("inv_error", tests, NULL, NULL);
}
