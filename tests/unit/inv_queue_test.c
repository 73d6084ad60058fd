/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */
/*
 * The invalidation queue (6.5.2, 11.4.9): pointers, widths, fetching, and what
 * of these is an error. What follows of an error: inv_error_test.c; waits:
 * inv_wait_test.c.
 */

#include "groups.h"

#include "inv.h"

#define OP(name) VTD_PUT(GATE_INV_OP, GATE_INV_##name)
#define G(g)     VTD_PUT(VTD_DESC_LO_G, g)

#define CONTEXT_ALL (VTD_DESC_CONTEXT | G(VTD_G_GLOBAL))
#define IOTLB_ALL   (VTD_DESC_IOTLB | G(VTD_G_GLOBAL))
/* What a unit with scalable mode promises at least. */
#define SCALABLE                                                               \
	(VTD_ECAP_SMTS | VTD_ECAP_SSTS | VTD_ECAP_FSTS | VTD_ECAP_SMPWCS |     \
	 VTD_ECAP_RPS)
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

/* Queue of IQA = @iqa, switched on anew. */
static void use_queue(struct bench *b, uint64_t iqa)
{
	host_enables_translation(b);
	mock_set_reg(&b->m, VTD_IQA, iqa);
	host_gcmd(b, VTD_GCMD_TE | VTD_GCMD_QIE);
	bench_run(b);
	mock_forget(&b->m);
}

static void restart(struct bench *b, const struct vtd_config *config,
		    uint64_t iqa)
{
	bench_start(b, config);
	use_queue(b, iqa);
}

static void test_switching_on(void **state)
{
	struct bench *b = *state;

	mock_set_reg(&b->m, VTD_IQA, BENCH_QUEUE);
	EXPECT_REG_WRITE32(&b->m, VTD_IQH, 0);
	EXPECT_REG_SET32(&b->m, VTD_GSTS, VTD_GSTS_QIES);
	host_gcmd(b, VTD_GCMD_QIE);
	bench_run(b);
	mock_done(&b->m);
}

/* IQH is 0 whenever QIES is. */
static void test_switching_off(void **state)
{
	struct bench *b = *state;

	start(b);
	host_descriptor(b, 0, CONTEXT_ALL, 0);
	host_tail(b, 1);
	bench_run(b);
	assert_int_equal(iqh(b), 16);
	EXPECT_REG_WRITE32(&b->m, VTD_IQH, 0);
	EXPECT_REG_CLEAR32(&b->m, VTD_GSTS, VTD_GSTS_QIES);
	host_gcmd(b, VTD_GCMD_TE);
	bench_run(b);
	mock_done(&b->m);
}

static void test_nothing_is_fetched_while_off(void **state)
{
	struct bench *b = *state;

	host_enables_translation(b);
	mock_set_reg(&b->m, VTD_IQA, BENCH_QUEUE);
	mock_expect_nothing(&b->m);
	host_tail(b, 1);
	bench_run(b);
	mock_done(&b->m);
}

static void test_tail_written_before_switching_on(void **state)
{
	struct bench *b = *state;

	host_descriptor(b, 0, WAIT_SW, BENCH_STATUS);
	host_tail(b, 1);
	use_queue(b, BENCH_QUEUE);
	assert_true(status_written(b));
}

/* Works whatever TES is (6.5.2). */
static void test_works_with_translation_off(void **state)
{
	struct bench *b = *state;

	host_enables_queue(b);
	host_descriptor(b, 0, WAIT_SW, BENCH_STATUS);
	host_tail(b, 1);
	bench_run(b);
	assert_true(status_written(b));
}

/* Up to four descriptors come with one read, none from behind the tail. */
static void test_one_read_serves_four(void **state)
{
	struct bench *b = *state;

	start(b);
	for (unsigned int i = 0; i < 6; i++)
		host_descriptor(b, i, CONTEXT_ALL, 0);
	host_tail(b, 6);
	EXPECT_FETCH(&b->m, BENCH_QUEUE);
	for (unsigned int i = 0; i < 4; i++)
		EXPECT_INVALIDATE(&b->m, OP(KEY_ALL), 0);
	EXPECT_HOST_READ(&b->m, BENCH_QUEUE + 64, 4);
	for (unsigned int i = 0; i < 2; i++)
		EXPECT_INVALIDATE(&b->m, OP(KEY_ALL), 0);
	EXPECT_REG_WRITE32(&b->m, VTD_IQH, 96);
	bench_run(b);
	mock_done(&b->m);
}

/* What was behind the tail is read when the tail has passed it. */
static void test_nothing_behind_the_tail_is_used(void **state)
{
	struct bench *b = *state;

	start(b);
	host_descriptor(b, 0, CONTEXT_ALL, 0);
	host_tail(b, 1);
	bench_run(b);
	host_descriptor(b, 1, WAIT_SW, BENCH_STATUS);
	host_tail(b, 2);
	EXPECT_HOST_READ(&b->m, BENCH_QUEUE + 16, 2);
	EXPECT_REG_WRITE32(&b->m, VTD_IQH, 32);
	EXPECT_HOST_WRITE32(&b->m, BENCH_STATUS, STATUS_DATA);
	bench_run(b);
	mock_done(&b->m);
	assert_false(iqe(b));
}

/* One descriptor a turn; the host sees the head move on a long way. */
static void test_one_descriptor_a_turn(void **state)
{
	struct bench *b = *state;
	unsigned int done = 0;

	start(b);
	for (unsigned int i = 0; i < 100; i++)
		host_descriptor(b, i, CONTEXT_ALL, 0);
	host_tail(b, 100);
	assert_true(bench_turn(b));
	while (bench_turn(b)) {
		done = mock_count(&b->m, MOCK_INVALIDATE, OP(KEY_ALL));
		assert_true(iqh(b) <= 16 * done);
		assert_true(iqh(b) + 16 * VTD_IQH_BATCH > 16 * done);
	}
	assert_int_equal(done, 100);
	assert_int_equal(iqh(b), 1600);
}

/* The head wraps at the size of the queue; N - 1 descriptors fit. */
static void test_wraps(void **state)
{
	struct bench *b = *state;

	start(b);
	for (unsigned int i = 0; i < 256; i++)
		host_descriptor(b, i, CONTEXT_ALL, 0);
	host_tail(b, 255);
	bench_run(b);
	assert_int_equal(iqh(b), 4080);
	host_descriptor(b, 0, WAIT_SW, BENCH_STATUS);
	host_tail(b, 1);
	bench_run(b);
	assert_int_equal(iqh(b), 16);
	assert_true(status_written(b));
	assert_false(iqe(b));
}

static void test_wraps_to_the_very_start(void **state)
{
	struct bench *b = *state;

	start(b);
	for (unsigned int i = 0; i < 256; i++)
		host_descriptor(b, i, CONTEXT_ALL, 0);
	host_tail(b, 250);
	bench_run(b);
	host_tail(b, 0);
	bench_run(b);
	assert_int_equal(iqh(b), 0);
	assert_int_equal(mock_count(&b->m, MOCK_INVALIDATE, OP(KEY_ALL)), 256);
}

/* 2^QS pages of 4 KiB: a tail at or beyond the end is IQEI 1. */
static void test_tail_outside_the_queue(void **state)
{
	struct bench *b = *state;

	for (uint64_t qs = 0; qs < 8; qs++) {
		uint64_t size = UINT64_C(4096) << qs;
		struct vtd_config config = bench_config();

		restart(b, &config, BENCH_QUEUE | qs);
		host_iqt(b, size - 16);
		bench_run(b);
		/* Inside: the empty slot at the head is looked at. */
		assert_stopped(b, VTD_IQEI_TYPE, 0);
		if (qs == 7)
			break;
		restart(b, &config, BENCH_QUEUE | qs);
		host_iqt(b, size);
		bench_run(b);
		assert_stopped(b, VTD_IQEI_TAIL, 0);
	}
}

static void test_descriptor_that_cannot_be_read(void **state)
{
	struct bench *b = *state;

	start(b);
	host_descriptor(b, 0, WAIT_SW, BENCH_STATUS);
	host_tail(b, 1);
	b->m.fail_read = 1;
	bench_run(b);
	assert_stopped(b, VTD_IQEI_FETCH, 0);
	assert_false(status_written(b));
	host_clear_fsts(b, VTD_FSTS_IQE);
	bench_run(b);
	assert_true(status_written(b));
}

/* IQA.DW = 1 needs SMTS or ADMS: IQEI 5. */
static void test_width_that_is_not_there(void **state)
{
	struct bench *b = *state;
	struct vtd_config config = bench_config();

	config.ecap &= ~VTD_ECAP_ADMS;
	restart(b, &config, BENCH_QUEUE | VTD_IQA_DW);
	host_iqt(b, 32);
	bench_run(b);
	assert_stopped(b, VTD_IQEI_WIDTH, 0);
}

/* 256-bit ones take two slots of 16 bytes. */
static void test_wide_descriptors(void **state)
{
	struct bench *b = *state;

	use_queue(b, BENCH_QUEUE | VTD_IQA_DW);
	host_descriptor(b, 0, IOTLB_ALL, 0);
	host_descriptor(b, 2, WAIT_SW, BENCH_STATUS);
	host_iqt(b, 64);
	EXPECT_FETCH(&b->m, BENCH_QUEUE + 16);
	EXPECT_INVALIDATE(&b->m, OP(RETIRE_ALL), 0);
	EXPECT_INVALIDATE(&b->m, OP(DRAIN), 0);
	EXPECT_REG_WRITE32(&b->m, VTD_IQH, 64);
	EXPECT_HOST_WRITE32(&b->m, BENCH_STATUS, STATUS_DATA);
	bench_run(b);
	mock_done(&b->m);
}

static void test_wide_queue_wraps(void **state)
{
	struct bench *b = *state;

	use_queue(b, BENCH_QUEUE | VTD_IQA_DW);
	for (unsigned int i = 0; i < 256; i += 2)
		host_descriptor(b, i, CONTEXT_ALL, 0);
	host_iqt(b, 4064);
	bench_run(b);
	assert_int_equal(iqh(b), 4064);
	host_iqt(b, 32);
	bench_run(b);
	assert_int_equal(iqh(b), 32);
	assert_false(iqe(b));
}

/* Bit 4 of the tail must be 0 with DW = 1: IQEI 6. */
static void test_tail_not_aligned(void **state)
{
	struct bench *b = *state;

	use_queue(b, BENCH_QUEUE | VTD_IQA_DW);
	host_iqt(b, 16);
	bench_run(b);
	assert_stopped(b, VTD_IQEI_ALIGNMENT, 0);
}

static void use_mode(struct bench *b, uint64_t ttm)
{
	host_srtp(b, b->t.root | VTD_PUT(VTD_RTADDR_TTM, ttm));
	bench_run(b);
}

/* Abort mode: invalidations still run, with 256-bit descriptors (6.5.2). */
static void test_abort_mode(void **state)
{
	struct bench *b = *state;

	use_queue(b, BENCH_QUEUE | VTD_IQA_DW);
	use_mode(b, VTD_TTM_ABORT);
	host_descriptor(b, 0, WAIT_SW, BENCH_STATUS);
	host_iqt(b, 32);
	bench_run(b);
	assert_true(status_written(b));
}

static void test_abort_mode_with_narrow_descriptors(void **state)
{
	struct bench *b = *state;

	start(b);
	use_mode(b, VTD_TTM_ABORT);
	host_descriptor(b, 0, WAIT_SW, BENCH_STATUS);
	host_tail(b, 1);
	bench_run(b);
	assert_stopped(b, VTD_IQEI_WIDTH, 0);
}

/* IQEI 7: TTM reserved, or scalable without ECAP.SMTS. */
static void test_mode_that_is_not_there(void **state)
{
	for (uint64_t ttm = 1; ttm <= 2; ttm++) {
		struct bench *b = *state;
		struct vtd_config config = bench_config();

		restart(b, &config, BENCH_QUEUE);
		use_mode(b, ttm);
		host_tail(b, 1);
		bench_run(b);
		assert_stopped(b, VTD_IQEI_TTM, 0);
	}
}

/* An empty queue may move: IQA is looked at when work comes. */
static void test_queue_moves_while_empty(void **state)
{
	struct bench *b = *state;

	start(b);
	mock_set_reg(&b->m, VTD_IQA, BENCH_QUEUE + 4096);
	guest_store(b, BENCH_QUEUE + 4096, WAIT_SW);
	guest_store(b, BENCH_QUEUE + 4104, BENCH_STATUS);
	host_tail(b, 1);
	bench_run(b);
	assert_true(status_written(b));
}

/* TTM 11 without ECAP.ADMS. */
static void test_abort_mode_that_is_not_there(void **state)
{
	struct bench *b = *state;
	struct vtd_config config = bench_config();

	config.ecap &= ~VTD_ECAP_ADMS;
	restart(b, &config, BENCH_QUEUE);
	use_mode(b, VTD_TTM_ABORT);
	host_tail(b, 1);
	bench_run(b);
	assert_stopped(b, VTD_IQEI_TTM, 0);
}

/* @count descriptors done in two pages, then there is only one. */
static void check_shrunk_queue(struct bench *b, unsigned int count)
{
	struct vtd_config config = bench_config();

	restart(b, &config, BENCH_QUEUE | 1);
	for (unsigned int i = 0; i < count; i++)
		host_descriptor(b, i, CONTEXT_ALL, 0);
	host_tail(b, count);
	bench_run(b);
	assert_int_equal(iqh(b), 16 * count);
	mock_set_reg(&b->m, VTD_IQA, BENCH_QUEUE);
	EXPECT_REG_WRITE32(&b->m, VTD_IQH, 16 * count);
	EXPECT_REG_WRITE32(&b->m, VTD_IQERCD, VTD_IQEI_TAIL);
	EXPECT_REG_SET32(&b->m, VTD_FSTS, VTD_FSTS_IQE);
	EXPECT_HOST_WRITE32(&b->m, FEADDR_VALUE, FEDATA_VALUE);
	host_tail(b, 5);
	bench_run(b);
	mock_done(&b->m);
}

/* A queue that shrinks under its head: an error, never a read outside. */
static void test_head_outside_a_queue_that_shrank(void **state)
{
	check_shrunk_queue(*state, 256);
	check_shrunk_queue(*state, 300);
}

/* The same for a width that the head is not aligned to. */
static void test_head_not_aligned_to_a_new_width(void **state)
{
	struct bench *b = *state;

	start(b);
	host_descriptor(b, 0, CONTEXT_ALL, 0);
	host_tail(b, 1);
	bench_run(b);
	mock_set_reg(&b->m, VTD_IQA, BENCH_QUEUE | VTD_IQA_DW);
	host_tail(b, 4);
	bench_run(b);
	assert_stopped(b, VTD_IQEI_ALIGNMENT, 16);
}

/* Nothing that was read from a queue outlives it. */
static void test_switched_off_and_on_elsewhere(void **state)
{
	struct bench *b = *state;
	uint64_t elsewhere = BENCH_QUEUE + 0x2000;

	start(b);
	for (unsigned int i = 0; i < 4; i++)
		host_descriptor(b, i, CONTEXT_ALL, 0);
	host_tail(b, 4);
	bench_run(b);
	host_gcmd(b, VTD_GCMD_TE);
	bench_run(b);
	for (unsigned int i = 0; i < 4; i++) {
		guest_store(b, elsewhere + 16 * i, WAIT_SW);
		guest_store(b, elsewhere + 16 * i + 8, BENCH_STATUS);
	}
	mock_set_reg(&b->m, VTD_IQT, 0);
	mock_forget(&b->m);
	use_queue(b, elsewhere);
	host_tail(b, 4);
	bench_run(b);
	assert_true(status_written(b));
	assert_int_equal(mock_count(&b->m, MOCK_INVALIDATE, OP(KEY_ALL)), 0);
}

/* ---- Modes and widths (6.5.2, table 26) --------------------------------- */

/* Whether a wait is carried out in @ttm with IQA.DW as @dw has it. */
static bool waits(struct bench *b, uint64_t ecap, uint64_t ttm, uint64_t dw)
{
	struct vtd_config config = bench_config();

	config.ecap &= ~(VTD_ECAP_ADMS | VTD_ECAP_SMTS);
	config.ecap |= ecap;
	restart(b, &config, BENCH_QUEUE | dw);
	use_mode(b, ttm);
	host_descriptor(b, 0, WAIT_SW, BENCH_STATUS);
	host_iqt(b, dw ? 32 : 16);
	bench_run(b);
	assert_int_equal(status_written(b), !iqe(b));
	return status_written(b);
}

static void test_scalable_mode_is_wide_only(void **state)
{
	struct bench *b = *state;

	assert_true(waits(b, SCALABLE, VTD_TTM_SCALABLE, VTD_IQA_DW));
	assert_false(waits(b, SCALABLE, VTD_TTM_SCALABLE, 0));
	assert_int_equal(iqei(b), VTD_IQEI_WIDTH);
	assert_true(waits(b, SCALABLE, VTD_TTM_LEGACY, VTD_IQA_DW));
	assert_true(waits(b, SCALABLE, VTD_TTM_LEGACY, 0));
	assert_false(waits(b, SCALABLE, VTD_TTM_ABORT, VTD_IQA_DW));
	assert_int_equal(iqei(b), VTD_IQEI_TTM);
	assert_false(waits(b, SCALABLE, 2, VTD_IQA_DW));
	assert_int_equal(iqei(b), VTD_IQEI_TTM);
	assert_true(
		waits(b, SCALABLE | VTD_ECAP_ADMS, VTD_TTM_ABORT, VTD_IQA_DW));
}

int inv_queue_tests(void)
{
	static const struct CMUnitTest tests[] = {
		UNIT(test_switching_on),
		UNIT(test_switching_off),
		UNIT(test_nothing_is_fetched_while_off),
		UNIT(test_tail_written_before_switching_on),
		UNIT(test_works_with_translation_off),
		UNIT(test_one_read_serves_four),
		UNIT(test_nothing_behind_the_tail_is_used),
		UNIT(test_one_descriptor_a_turn),
		UNIT(test_wraps),
		UNIT(test_wraps_to_the_very_start),
		UNIT(test_tail_outside_the_queue),
		UNIT(test_descriptor_that_cannot_be_read),
		UNIT(test_width_that_is_not_there),
		UNIT(test_wide_descriptors),
		UNIT(test_wide_queue_wraps),
		UNIT(test_tail_not_aligned),
		UNIT(test_abort_mode),
		UNIT(test_abort_mode_with_narrow_descriptors),
		UNIT(test_mode_that_is_not_there),
		UNIT(test_queue_moves_while_empty),
		UNIT(test_abort_mode_that_is_not_there),
		UNIT(test_head_outside_a_queue_that_shrank),
		UNIT(test_head_not_aligned_to_a_new_width),
		UNIT(test_switched_off_and_on_elsewhere),
		UNIT(test_scalable_mode_is_wide_only),
	};

	return cmocka_run_group_tests_name("inv_queue", tests, NULL, NULL);
}
