/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */
/*
 * Wait descriptors (6.5.2.8, 6.5.2.12): status, order, the drain before
 * their completion.
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

static bool status_written(const struct bench *b)
{
	return (uint32_t)guest_load(b, BENCH_STATUS) == STATUS_DATA;
}

/* Invalidation first, drain before completion, head before status. */
static void test_wait_after_an_invalidation(void **state)
{
	struct bench *b = *state;

	start(b);
	host_descriptor(b, 0, IOTLB_ALL, 0);
	host_descriptor(b, 1, WAIT_SW, BENCH_STATUS);
	host_tail(b, 2);
	EXPECT_HOST_READ(&b->m, BENCH_QUEUE, 4);
	EXPECT_INVALIDATE(&b->m, OP(RETIRE_ALL), 0);
	EXPECT_INVALIDATE(&b->m, OP(DRAIN), 0);
	EXPECT_REG_WRITE32(&b->m, VTD_IQH, 32);
	EXPECT_HOST_WRITE32(&b->m, BENCH_STATUS, STATUS_DATA);
	bench_run(b);
	mock_done(&b->m);
}

/* No status, no interrupt and no later descriptor before the drain is over. */
static void test_wait_lasts_as_long_as_the_drain(void **state)
{
	struct bench *b = *state;

	start(b);
	b->m.drain_polls = 40;
	host_descriptor(b, 0, IOTLB_ALL, 0);
	host_descriptor(b, 1, WAIT_SW | VTD_WAIT_DESC_LO_IF, BENCH_STATUS);
	host_descriptor(b, 2, CONTEXT_ALL, 0);
	host_tail(b, 3);
	for (unsigned int turns = 0; turns < 30; turns++)
		assert_true(bench_turn(b));
	assert_false(status_written(b));
	assert_int_equal(mock_reg(&b->m, VTD_ICS), 0);
	assert_true(iqh(b) <= 16);
	assert_int_equal(mock_count(&b->m, MOCK_INVALIDATE, OP(KEY_ALL)), 0);
	bench_run(b);
	assert_true(status_written(b));
	assert_int_equal(mock_reg(&b->m, VTD_ICS), VTD_ICS_IWC);
	assert_int_equal(iqh(b), 48);
}

/* Requests are served meanwhile. */
static void test_requests_go_on_while_a_wait_drains(void **state)
{
	struct bench *b = *state;

	start(b);
	assert_int_equal(tables_attach(&b->t, SID, DID, 4), 0);
	assert_int_equal(
		tables_map(&b->t, SID, IOVA, PA, TABLES_PAGE_4K, TABLES_RW), 0);
	b->m.drain_polls = MOCK_FOREVER;
	host_descriptor(b, 0, IOTLB_ALL, 0);
	host_descriptor(b, 1, WAIT_SW, BENCH_STATUS);
	host_tail(b, 2);
	for (unsigned int turns = 0; turns < 10; turns++)
		bench_turn(b);
	mock_work(&b->m, bench_word0(SID, 1, GATE_KIND_MISS), IOVA, 0);
	for (unsigned int turns = 0; turns < 2; turns++)
		bench_turn(b);
	assert_granted(b, PA, 0, TABLES_RW);
	assert_false(status_written(b));
}

/* Context invalidations alone have no translations to drain. */
static void test_wait_without_translations(void **state)
{
	struct bench *b = *state;

	start(b);
	host_descriptor(b, 0, WAIT_SW, BENCH_STATUS);
	host_tail(b, 1);
	EXPECT_HOST_READ(&b->m, BENCH_QUEUE, 2);
	EXPECT_REG_WRITE32(&b->m, VTD_IQH, 16);
	EXPECT_HOST_WRITE32(&b->m, BENCH_STATUS, STATUS_DATA);
	bench_run(b);
	mock_done(&b->m);
}

/* SW = 0: address and data are ignored. */
static void test_wait_without_status(void **state)
{
	struct bench *b = *state;

	start(b);
	host_descriptor(b, 0, WAIT_SW & ~VTD_WAIT_DESC_LO_SW, BENCH_STATUS);
	host_tail(b, 1);
	bench_run(b);
	assert_false(status_written(b));
	assert_int_equal(iqh(b), 16);
}

/* Status address bits at or above HAW are ignored; any DWORD will do. */
static void test_status_address(void **state)
{
	struct bench *b = *state;

	start(b);
	host_descriptor(b, 0, WAIT_SW | VTD_WAIT_DESC_LO_FN,
			(~UINT64_C(0) << BENCH_HAW) | (BENCH_STATUS + 4));
	host_tail(b, 1);
	EXPECT_HOST_READ(&b->m, BENCH_QUEUE, 2);
	EXPECT_REG_WRITE32(&b->m, VTD_IQH, 16);
	EXPECT_HOST_WRITE32(&b->m, BENCH_STATUS + 4, STATUS_DATA);
	bench_run(b);
	mock_done(&b->m);
}

/* The wait that drains is finished; then the queue is off. */
static void test_switching_off_while_a_wait_drains(void **state)
{
	struct bench *b = *state;

	start(b);
	b->m.drain_polls = 20;
	host_descriptor(b, 0, IOTLB_ALL, 0);
	host_descriptor(b, 1, WAIT_SW, BENCH_STATUS);
	host_tail(b, 2);
	for (unsigned int turns = 0; turns < 5; turns++)
		bench_turn(b);
	host_gcmd(b, VTD_GCMD_TE);
	bench_run(b);
	assert_true(status_written(b));
	assert_false(mock_reg(&b->m, VTD_GSTS) & VTD_GSTS_QIES);
	assert_int_equal(iqh(b), 0);
	mock_expect_nothing(&b->m);
	host_tail(b, 5);
	bench_run(b);
	mock_done(&b->m);
}

/* Status in memory that refuses it: the queue goes on. */
static void test_status_that_fails(void **state)
{
	struct bench *b = *state;

	start(b);
	host_descriptor(b, 0, WAIT_SW, BENCH_NO_MEMORY);
	host_descriptor(b, 1, WAIT_SW, BENCH_STATUS);
	host_tail(b, 2);
	bench_run(b);
	assert_true(status_written(b));
	assert_int_equal(iqh(b), 32);
}

/* More work arrives during the drain: it waits for the wait. */
static void test_tail_written_while_a_wait_drains(void **state)
{
	struct bench *b = *state;

	start(b);
	b->m.drain_polls = 20;
	host_descriptor(b, 0, IOTLB_ALL, 0);
	host_descriptor(b, 1, WAIT_SW, BENCH_STATUS);
	host_tail(b, 2);
	for (unsigned int turns = 0; turns < 5; turns++)
		bench_turn(b);
	host_descriptor(b, 2, CONTEXT_ALL, 0);
	host_tail(b, 3);
	for (unsigned int turns = 0; turns < 5; turns++)
		bench_turn(b);
	assert_int_equal(mock_count(&b->m, MOCK_INVALIDATE, OP(KEY_ALL)), 0);
	bench_run(b);
	assert_int_equal(mock_count(&b->m, MOCK_INVALIDATE, OP(KEY_ALL)), 1);
	assert_int_equal(iqh(b), 48);
}

/* A second wait has nothing to drain that the first has not. */
static void test_drained_once(void **state)
{
	struct bench *b = *state;

	start(b);
	host_descriptor(b, 0, IOTLB_ALL, 0);
	host_descriptor(b, 1, WAIT_SW, BENCH_STATUS);
	host_descriptor(b, 2, WAIT_SW, BENCH_STATUS);
	host_tail(b, 3);
	bench_run(b);
	assert_int_equal(mock_count(&b->m, MOCK_INVALIDATE, OP(DRAIN)), 1);
}

/* Who sees the status finds the head behind the wait, busy queue or not. */
static void test_head_before_status_in_a_busy_queue(void **state)
{
	struct bench *b = *state;

	start(b);
	host_descriptor(b, 0, CONTEXT_ALL, 0);
	host_descriptor(b, 1, WAIT_SW, BENCH_STATUS);
	host_descriptor(b, 2, CONTEXT_ALL, 0);
	host_descriptor(b, 3, CONTEXT_ALL, 0);
	host_tail(b, 4);
	EXPECT_FETCH(&b->m, BENCH_QUEUE);
	EXPECT_INVALIDATE(&b->m, OP(KEY_ALL), 0);
	EXPECT_REG_WRITE32(&b->m, VTD_IQH, 32);
	EXPECT_HOST_WRITE32(&b->m, BENCH_STATUS, STATUS_DATA);
	EXPECT_INVALIDATE(&b->m, OP(KEY_ALL), 0);
	EXPECT_INVALIDATE(&b->m, OP(KEY_ALL), 0);
	EXPECT_REG_WRITE32(&b->m, VTD_IQH, 64);
	bench_run(b);
	mock_done(&b->m);
}

int inv_wait_tests(void)
{
	static const struct CMUnitTest tests[] = {
		UNIT(test_wait_after_an_invalidation),
		UNIT(test_wait_lasts_as_long_as_the_drain),
		UNIT(test_requests_go_on_while_a_wait_drains),
		UNIT(test_wait_without_translations),
		UNIT(test_wait_without_status),
		UNIT(test_status_address),
		UNIT(test_switching_off_while_a_wait_drains),
		UNIT(test_status_that_fails),
		UNIT(test_tail_written_while_a_wait_drains),
		UNIT(test_drained_once),
		UNIT(test_head_before_status_in_a_busy_queue),
	};

	return cmocka_run_group_tests_name("inv_wait", tests, NULL, NULL);
}
