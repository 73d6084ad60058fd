/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */
/*
 * Protected memory (11.4.10): PMEN closes the low and the high range at once,
 * PRS tells when nothing of before is on its way any more.
 */

#include "groups.h"

#define OP(name) VTD_PUT(GATE_INV_OP, GATE_INV_##name)
#define BOTH     (VTD_CAP_PLMR | VTD_CAP_PHMR)

static void start(struct bench *b, uint64_t regions)
{
	struct vtd_config config = bench_config();

	config.cap &= ~BOTH;
	config.cap |= regions;
	bench_start(b, &config);
}

static void host_ranges(struct bench *b, uint32_t low_base, uint32_t low_limit,
			uint64_t high_base, uint64_t high_limit)
{
	mock_set_reg(&b->m, VTD_PLMBASE, low_base);
	mock_set_reg(&b->m, VTD_PLMLIMIT, low_limit);
	mock_set_reg(&b->m, VTD_PHMBASE, high_base);
	mock_set_reg(&b->m, VTD_PHMLIMIT, high_limit);
}

/* PRS is read-only to the host. */
static void host_pmen(struct bench *b, uint32_t value)
{
	uint32_t prs = (uint32_t)mock_reg(&b->m, VTD_PMEN) & VTD_PMEN_PRS;

	mock_set_reg(&b->m, VTD_PMEN, value | prs);
	mock_work(&b->m,
		  GATE_KIND_EVENT | VTD_PUT(GATE_WORK0_EVENT, GATE_EVENT_PMEN) |
			  VTD_PUT(GATE_WORK0_VALUE, value | prs),
		  0, 0);
}

static bool prs(const struct bench *b)
{
	return mock_reg(&b->m, VTD_PMEN) & VTD_PMEN_PRS;
}

/* Both regions, then the drain, then PRS. Units are 2 MiB, limits included. */
static void test_closes_both(void **state)
{
	struct bench *b = *state;

	start(b, BOTH);
	host_ranges(b, 0x200000, 0x7fe00000, UINT64_C(0x100000000),
		    UINT64_C(0x17fe00000));
	EXPECT_PROTECT(&b->m, 0, 0x200000, 0x7fffffff);
	EXPECT_PROTECT(&b->m, 1, UINT64_C(0x100000000), UINT64_C(0x17fffffff));
	EXPECT_INVALIDATE(&b->m, OP(DRAIN), 0);
	EXPECT_REG_SET32(&b->m, VTD_PMEN, VTD_PMEN_PRS);
	host_pmen(b, VTD_PMEN_EPM);
	bench_run(b);
	mock_done(&b->m);
	assert_true(prs(b));
}

static bool is_range(const struct mock_call *call)
{
	return call->b <= call->c;
}

/* EPM = 0 opens both again, whatever the ranges say. */
static void test_opens_again(void **state)
{
	struct bench *b = *state;
	unsigned int opened = 0;

	start(b, BOTH);
	host_ranges(b, 0x200000, 0x400000, 0x200000, 0x400000);
	host_pmen(b, VTD_PMEN_EPM);
	bench_run(b);
	mock_forget(&b->m);
	host_pmen(b, 0);
	bench_run(b);
	for (unsigned int i = 0; i < b->m.call_count; i++)
		if (b->m.calls[i].op == MOCK_PROTECT) {
			assert_false(is_range(&b->m.calls[i]));
			opened |= 1u << b->m.calls[i].a;
		}
	assert_int_equal(opened, 3);
	assert_false(prs(b));
}

/* Equal base and limit: one unit. A limit below the base: nothing. */
static void test_edges_of_a_range(void **state)
{
	struct bench *b = *state;

	start(b, VTD_CAP_PLMR);
	host_ranges(b, 0x600000, 0x600000, 0, 0);
	EXPECT_PROTECT(&b->m, 0, 0x600000, 0x7fffff);
	EXPECT_INVALIDATE(&b->m, OP(DRAIN), 0);
	EXPECT_REG_SET32(&b->m, VTD_PMEN, VTD_PMEN_PRS);
	host_pmen(b, VTD_PMEN_EPM);
	bench_run(b);
	mock_done(&b->m);
	host_ranges(b, 0x600000, 0x400000, 0, 0);
	host_pmen(b, VTD_PMEN_EPM);
	mock_forget(&b->m);
	bench_run(b);
	for (unsigned int i = 0; i < b->m.call_count; i++)
		if (b->m.calls[i].op == MOCK_PROTECT)
			assert_false(is_range(&b->m.calls[i]));
	assert_int_equal(mock_count(&b->m, MOCK_PROTECT, 0), 1);
}

/* Bits of the high range at or above HAW do not count. */
static void test_high_range_ends_at_haw(void **state)
{
	struct bench *b = *state;
	uint64_t beyond = ~UINT64_C(0) << BENCH_HAW & VTD_MASK(51, 21);

	start(b, VTD_CAP_PHMR);
	host_ranges(b, 0, 0, beyond | 0x8000000000, beyond | 0x9000000000);
	EXPECT_PROTECT(&b->m, 1, 0x8000000000, 0x90001fffff);
	EXPECT_INVALIDATE(&b->m, OP(DRAIN), 0);
	EXPECT_REG_SET32(&b->m, VTD_PMEN, VTD_PMEN_PRS);
	host_pmen(b, VTD_PMEN_EPM);
	bench_run(b);
	mock_done(&b->m);
}

/* Without either region there is no PMEN. */
static void test_not_there(void **state)
{
	struct bench *b = *state;

	start(b, 0);
	mock_expect_nothing(&b->m);
	host_pmen(b, VTD_PMEN_EPM);
	bench_run(b);
	mock_done(&b->m);
}

/* In force at once; PRS only when what was let through before is done. */
static void test_prs_waits_for_the_drain(void **state)
{
	struct bench *b = *state;

	start(b, BOTH);
	b->m.drain_polls = 20;
	host_pmen(b, VTD_PMEN_EPM);
	bench_turn(b);
	assert_int_equal(mock_count(&b->m, MOCK_PROTECT, 0), 1);
	for (unsigned int turns = 0; turns < 10; turns++) {
		assert_true(bench_turn(b));
		assert_false(prs(b));
	}
	bench_run(b);
	assert_true(prs(b));
}

/* Written anew while PRS is not there yet: the newest counts, drained too. */
static void test_written_while_it_waits(void **state)
{
	struct bench *b = *state;

	start(b, BOTH);
	b->m.drain_polls = 10;
	host_pmen(b, VTD_PMEN_EPM);
	bench_turn(b);
	host_ranges(b, 0xa00000, 0xa00000, 0, 0);
	host_pmen(b, VTD_PMEN_EPM);
	bench_turn(b);
	assert_int_equal(mock_count(&b->m, MOCK_PROTECT, 0), 2);
	bench_run(b);
	assert_true(prs(b));
	assert_int_equal(mock_count(&b->m, MOCK_INVALIDATE, OP(DRAIN)), 2);
	host_pmen(b, VTD_PMEN_EPM);
	bench_turn(b);
	host_pmen(b, 0);
	bench_run(b);
	assert_false(prs(b));
}

/* However often it is written meanwhile, others wait for one drain only. */
static void test_written_often_while_it_waits(void **state)
{
	struct bench *b = *state;

	start(b, VTD_CAP_PLMR);
	b->m.drain_polls = 40;
	for (unsigned int writes = 0; writes < 6; writes++) {
		host_pmen(b, VTD_PMEN_EPM);
		bench_turn(b);
		bench_turn(b);
	}
	assert_int_equal(mock_count(&b->m, MOCK_PROTECT, 0), 6);
	assert_int_equal(mock_count(&b->m, MOCK_INVALIDATE, OP(DRAIN)), 1);
	assert_false(prs(b));
	bench_run(b);
	assert_int_equal(mock_count(&b->m, MOCK_INVALIDATE, OP(DRAIN)), 2);
	assert_true(prs(b));
}

int reg_pmen_tests(void)
{
	static const struct CMUnitTest tests[] = {
		UNIT(test_closes_both),
		UNIT(test_opens_again),
		UNIT(test_edges_of_a_range),
		UNIT(test_high_range_ends_at_haw),
		UNIT(test_not_there),
		UNIT(test_prs_waits_for_the_drain),
		UNIT(test_written_while_it_waits),
		UNIT(test_written_often_while_it_waits),
	};

	return cmocka_run_group_tests_name("reg_pmen", tests, NULL, NULL);
}
