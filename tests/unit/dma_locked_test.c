/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */
/*
 * Locked updates of accessed and dirty bits (3.6.2, 3.7.2, 3.10): one for all
 * bits that are missing, none when none is; races with the host are not lost;
 * the two faults, whatever the stage calls them.
 */

#include "groups.h"
#include "walks.h"

#define ENTRY BENCH_QUEUE

static const struct dma_locked_faults names = { VTD_FAULT_SSS_5,
						VTD_FAULT_SSS_6 };

static struct dma_entry read_entry(struct walks *k, uint64_t value)
{
	guest_store(k->b, ENTRY, value);
	return (struct dma_entry){ .addr = ENTRY, .value = value, .level = 1 };
}

static enum vtd_fault set(struct walks *k, struct dma_entry *e, uint64_t bits)
{
	k->w.context = &k->context;
	return dma_locked_set(k->b->v, &k->w, e, bits, &names);
}

static void test_one_update_for_all_missing_bits(void **state)
{
	struct walks k;
	struct dma_entry e;

	walks_begin(&k, *state, 0, 4, VTD_SPACE_SSADE);
	e = read_entry(&k, PA | VTD_SS_RW);
	EXPECT_HOST_UPDATE(&k.b->m, ENTRY, PA | VTD_SS_RW,
			   PA | VTD_SS_RW | VTD_SS_A | VTD_SS_D);
	assert_int_equal(set(&k, &e, VTD_SS_A | VTD_SS_D), VTD_FAULT_NONE);
	mock_done(&k.b->m);
	assert_int_equal(e.value, PA | VTD_SS_RW | VTD_SS_A | VTD_SS_D);
	assert_int_equal(guest_load(k.b, ENTRY), e.value);
	assert_int_equal(mock_traces(&k.b->m, VTD_TRACE_LOCKED), 1);
}

/* What was set already is not set again; the trace tells what was. */
static void test_only_missing_bits(void **state)
{
	struct walks k;
	struct dma_entry e;
	const struct mock_call *last;

	walks_begin(&k, *state, 0, 4, VTD_SPACE_SSADE);
	e = read_entry(&k, PA | VTD_SS_RW | VTD_SS_A);
	assert_int_equal(set(&k, &e, VTD_SS_A | VTD_SS_D), VTD_FAULT_NONE);
	last = &k.b->m.calls[k.b->m.call_count - 1];
	assert_int_equal(last->a, VTD_TRACE_LOCKED);
	assert_int_equal(last->b, ENTRY);
	assert_int_equal(last->c, VTD_SS_D);
	assert_int_equal(last->d, 0);
}

static void test_nothing_missing_costs_nothing(void **state)
{
	struct walks k;
	struct dma_entry e;

	walks_begin(&k, *state, 0, 4, VTD_SPACE_SSADE);
	e = read_entry(&k, PA | VTD_SS_RW | VTD_SS_A);
	mock_expect_nothing(&k.b->m);
	assert_int_equal(set(&k, &e, VTD_SS_A), VTD_FAULT_NONE);
	mock_done(&k.b->m);
	assert_int_equal(mock_traces(&k.b->m, VTD_TRACE_LOCKED), 0);
}

/* Without snooping there are no updates; bits that are set do not matter. */
static void test_unsnooped(void **state)
{
	struct walks k;
	struct dma_entry e;

	walks_begin(&k, *state, 0, 4, VTD_SPACE_SSADE);
	k.context.space.flags &= (uint8_t)~VTD_SPACE_SNOOP;
	e = read_entry(&k, PA | VTD_SS_RW | VTD_SS_A);
	mock_expect_nothing(&k.b->m);
	assert_int_equal(set(&k, &e, VTD_SS_A), VTD_FAULT_NONE);
	assert_int_equal(set(&k, &e, VTD_SS_A | VTD_SS_D), VTD_FAULT_SSS_5);
	mock_done(&k.b->m);
}

static void test_failed_access(void **state)
{
	struct walks k;
	struct dma_entry e;

	walks_begin(&k, *state, 0, 4, VTD_SPACE_SSADE);
	e = read_entry(&k, PA | VTD_SS_RW);
	k.b->m.fail_update = 1;
	assert_int_equal(set(&k, &e, VTD_SS_A), VTD_FAULT_SSS_6);
	assert_int_equal(guest_load(k.b, ENTRY), PA | VTD_SS_RW);
}

/* The entry is as it was: whoever asks sees that it lacks the bit. */
static void test_lost_race(void **state)
{
	struct walks k;
	struct dma_entry e;

	walks_begin(&k, *state, 0, 4, VTD_SPACE_SSADE);
	e = read_entry(&k, PA | VTD_SS_RW);
	k.b->m.lose_update = 1;
	assert_int_equal(set(&k, &e, VTD_SS_A), VTD_FAULT_NONE);
	assert_int_equal(e.value, PA | VTD_SS_RW);
	assert_int_equal(set(&k, &e, VTD_SS_A), VTD_FAULT_NONE);
	assert_int_equal(e.value, PA | VTD_SS_RW | VTD_SS_A);
}

static void test_races_lost_for_ever_end(void **state)
{
	struct walks k;
	struct dma_entry e;

	walks_begin(&k, *state, 0, 4, VTD_SPACE_SSADE);
	e = read_entry(&k, PA | VTD_SS_RW);
	k.b->m.lose_update = MOCK_FOREVER;
	for (unsigned int i = 1; i < VTD_LOCKED_TRIES; i++)
		assert_int_equal(set(&k, &e, VTD_SS_A), VTD_FAULT_NONE);
	assert_int_equal(set(&k, &e, VTD_SS_A), VTD_FAULT_SSS_6);
	assert_int_equal(mock_count(&k.b->m, MOCK_HOST_UPDATE, ENTRY),
			 VTD_LOCKED_TRIES);
}

int dma_locked_tests(void)
{
	static const struct CMUnitTest tests[] = {
		UNIT(test_one_update_for_all_missing_bits),
		UNIT(test_only_missing_bits),
		UNIT(test_nothing_missing_costs_nothing),
		UNIT(test_unsnooped),
		UNIT(test_failed_access),
		UNIT(test_lost_race),
		UNIT(test_races_lost_for_ever_end),
	};

	return cmocka_run_group_tests_name("dma_locked", tests, NULL, NULL);
}
