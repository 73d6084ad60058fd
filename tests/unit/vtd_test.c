/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */
/*
 * Life of the engine: power-on, start, one unit of work a turn, fairness
 * between records and pending work, and records that make no sense.
 */

#include "groups.h"

#define OP(name) VTD_PUT(GATE_INV_OP, GATE_INV_##name)

/* Writes no register but GSTS, FECTL and IECTL; the gate stays blocked. */
static void test_init_writes_reset_values_only(void **state)
{
	struct bench *b = *state;
	struct vtd_config config = bench_config();

	mock_reset(&b->m, MOCK_TAG_BITS);
	b->m.mode = GATE_MODE_TRANSLATE;
	assert_int_equal(vtd_init(b->v, &b->m, &config), 0);
	for (unsigned int i = 0; i < b->m.call_count; i++) {
		const struct mock_call *c = &b->m.calls[i];

		if (c->op == MOCK_MODE)
			assert_int_equal(c->a & GATE_MODE_MODE,
					 GATE_MODE_BLOCK);
		else
			assert_int_equal(c->op, MOCK_REG_WRITE32);
	}
	assert_int_equal(mock_count(&b->m, MOCK_REG_WRITE32, VTD_GSTS), 1);
	assert_int_equal(mock_reg(&b->m, VTD_GSTS), 0);
	assert_int_equal(mock_reg(&b->m, VTD_FECTL), VTD_FECTL_IM);
	assert_int_equal(mock_reg(&b->m, VTD_IECTL), VTD_IECTL_IM);
	assert_int_equal(b->m.mode, GATE_MODE_BLOCK);
	assert_true(vtd_alive(b->v));
}

/* TES = 0 is pass-through, as after reset (11.4.4). */
static void test_start_passes(void **state)
{
	struct bench *b = *state;
	struct vtd_config config = bench_config();

	mock_reset(&b->m, MOCK_TAG_BITS);
	assert_int_equal(vtd_init(b->v, &b->m, &config), 0);
	EXPECT_MODE(&b->m, VTD_PUT(GATE_MODE_MODE, GATE_MODE_PASS) |
				   GATE_MODE_ZLR |
				   VTD_PUT(GATE_MODE_HAW, BENCH_HAW));
	vtd_start(b->v);
	mock_done(&b->m);
}

static void test_idle(void **state)
{
	struct bench *b = *state;

	mock_expect_nothing(&b->m);
	for (unsigned int turns = 0; turns < 10; turns++)
		assert_false(bench_turn(b));
	mock_done(&b->m);
}

/* @config is copied. */
static void test_configuration_is_copied(void **state)
{
	struct bench *b = *state;
	struct vtd_config config = bench_config();

	assert_int_equal(vtd_init(b->v, &b->m, &config), 0);
	config = (struct vtd_config){ 0 };
	vtd_start(b->v);
	host_enables_translation(b);
	device_asks(b, SID, IOVA, 0);
	assert_faulted(b, SID, IOVA, VTD_FAULT_LRT_2);
}

static void map(struct bench *b)
{
	assert_int_equal(tables_attach(&b->t, SID, DID, 4), 0);
	assert_int_equal(
		tables_map(&b->t, SID, IOVA, PA, TABLES_PAGE_4K, TABLES_RW), 0);
	host_enables_translation(b);
}

/* One more MISS is always waiting. */
static void keep_missing(struct bench *b)
{
	if (!b->m.work_count)
		mock_work(&b->m, bench_word0(SID, 1, GATE_KIND_MISS), IOVA, 0);
}

/* An endless stream of misses does not keep the queue from working. */
static void test_misses_do_not_starve_the_queue(void **state)
{
	struct bench *b = *state;
	unsigned int turns = 0;

	map(b);
	host_enables_queue(b);
	for (unsigned int i = 0; i < 20; i++)
		host_descriptor(b, i, VTD_DESC_CONTEXT | 1u << 4, 0);
	host_tail(b, 20);
	while (mock_reg(&b->m, VTD_IQH) != 320) {
		keep_missing(b);
		assert_true(bench_turn(b));
		assert_true(++turns <= 1 + 21 * (VTD_STREAK + 1));
	}
}

/* Nor do they keep a drain from being polled. */
static void test_misses_do_not_starve_a_drain(void **state)
{
	struct bench *b = *state;
	unsigned int turns = 0;

	map(b);
	b->m.drain_polls = 5;
	host_gcmd(b, 0);
	while (mock_reg(&b->m, VTD_GSTS) & VTD_GSTS_TES) {
		keep_missing(b);
		assert_true(bench_turn(b));
		assert_true(++turns <= 1 + 8 * (VTD_STREAK + 1));
	}
}

/* And pending work does not hold up a miss for more than a turn. */
static void test_queue_does_not_starve_misses(void **state)
{
	struct bench *b = *state;

	map(b);
	host_enables_queue(b);
	for (unsigned int i = 0; i < 200; i++)
		host_descriptor(b, i, VTD_DESC_CONTEXT | 1u << 4, 0);
	host_tail(b, 200);
	bench_turn(b);
	for (unsigned int n = 0; n < 20; n++) {
		mock_forget(&b->m);
		keep_missing(b);
		bench_turn(b);
		if (!mock_answer(&b->m, 1))
			bench_turn(b);
		assert_granted(b, PA, 0, TABLES_RW);
	}
}

/* A drain that lasts does not stop descriptors that need none. */
static void test_pending_kinds_take_turns(void **state)
{
	struct bench *b = *state;

	map(b);
	host_enables_queue(b);
	b->m.drain_polls = MOCK_FOREVER;
	host_iotlb(b, VTD_IOTLB_IVT | VTD_PUT(VTD_IOTLB_IIRG, 1), 0);
	host_descriptor(b, 0, VTD_DESC_CONTEXT | 1u << 4, 0);
	host_descriptor(b, 1, VTD_DESC_CONTEXT | 1u << 4, 0);
	host_tail(b, 2);
	for (unsigned int turns = 0; turns < 20; turns++)
		bench_turn(b);
	assert_int_equal(mock_reg(&b->m, VTD_IQH), 32);
	assert_true(mock_reg(&b->m, VTD_IOTLB) & VTD_IOTLB_IVT);
}

static void test_unknown_kinds(void **state)
{
	struct bench *b = *state;

	mock_expect_nothing(&b->m);
	for (uint64_t kind = GATE_KIND_MSG + 1; kind < 16; kind++) {
		mock_work(&b->m, kind | 0xff000, 0, 0);
		assert_true(bench_turn(b));
	}
	mock_done(&b->m);
	assert_int_equal(mock_traces(&b->m, VTD_TRACE_UNKNOWN_WORK),
			 15 - GATE_KIND_MSG);
}

static void test_unknown_events(void **state)
{
	struct bench *b = *state;

	mock_expect_nothing(&b->m);
	for (uint64_t id = GATE_EVENT_TIMER + 1; id < 256; id++) {
		mock_work(&b->m,
			  GATE_KIND_EVENT | VTD_PUT(GATE_WORK0_EVENT, id),
			  ~UINT64_C(0), ~UINT64_C(0));
		assert_true(bench_turn(b));
	}
	mock_done(&b->m);
	assert_true(vtd_alive(b->v));
}

/* Each register of enum EVENT is looked after by somebody. */
static void test_every_event_is_known(void **state)
{
	struct bench *b = *state;

	for (uint64_t id = 0; id <= GATE_EVENT_TIMER; id++) {
		if (id == GATE_EVENT_PRS || id == GATE_EVENT_PECTL)
			continue;
		mock_work(&b->m,
			  GATE_KIND_EVENT | VTD_PUT(GATE_WORK0_EVENT, id), 0,
			  0);
		assert_true(bench_turn(b));
	}
	assert_int_equal(mock_traces(&b->m, VTD_TRACE_UNKNOWN_WORK), 0);
}

/* The longest turns there are, within the bound that bench_turn() checks. */
static void test_longest_turns(void **state)
{
	struct bench *b = *state;

	host_enables_translation(b);
	host_enables_queue(b);
	for (unsigned int n = 0; n < VTD_DOMAIN_TAGS; n++) {
		uint16_t sid = (uint16_t)(SID + n);

		assert_int_equal(tables_attach(&b->t, sid, DID, 5), 0);
		device_asks(b, sid, IOVA, 0);
		assert_blocked(b);
		host_clear_record(b, n % MOCK_RECORDS);
		bench_run(b);
	}
	host_descriptor(b, 0,
			VTD_DESC_IOTLB | VTD_PUT(VTD_DESC_LO_G, VTD_G_DOMAIN) |
				VTD_PUT(VTD_DESC_LO_DID, DID),
			0);
	host_tail(b, 1);
	bench_run(b);
	print_message("longest turn: %u port calls, bound %u\n",
		      b->m.most_calls, MOCK_TURN_CALLS);
	assert_true(b->m.most_calls > 2 * VTD_DOMAIN_TAGS);
}

/* Pools are fixed: what the engine takes is what it will ever take. */
static void test_size(void **state)
{
	size_t mappings = 48 * (VTD_SHADOW_NODES + 1);

	(void)state;
	print_message("struct vtd: %zu bytes\n", sizeof(struct vtd));
	assert_true(sizeof(struct vtd) <= mappings + 64 * 1024);
}

/* Interrupts, and register events, are records like misses. */
static void test_interrupts_do_not_starve_the_queue(void **state)
{
	struct bench *b = *state;
	unsigned int turns = 0;

	host_enables_queue(b);
	for (unsigned int i = 0; i < 5; i++)
		host_descriptor(b, i, VTD_DESC_CONTEXT | 1u << 4, 0);
	host_tail(b, 5);
	while (mock_reg(&b->m, VTD_IQH) != 80) {
		if (!b->m.work_count)
			mock_work(&b->m, bench_word0(SID, 1, GATE_KIND_INTR),
				  FEADDR_VALUE, 0);
		assert_true(bench_turn(b));
		assert_true(++turns <= 1 + 6 * (VTD_STREAK + 1));
	}
}

int vtd_tests(void)
{
	static const struct CMUnitTest tests[] = {
		UNIT(test_init_writes_reset_values_only),
		UNIT(test_start_passes),
		UNIT(test_idle),
		UNIT(test_configuration_is_copied),
		UNIT(test_misses_do_not_starve_the_queue),
		UNIT(test_misses_do_not_starve_a_drain),
		UNIT(test_queue_does_not_starve_misses),
		UNIT(test_pending_kinds_take_turns),
		UNIT(test_unknown_kinds),
		UNIT(test_unknown_events),
		UNIT(test_every_event_is_known),
		UNIT(test_longest_turns),
		UNIT(test_size),
		UNIT(test_interrupts_do_not_starve_the_queue),
	};

	return cmocka_run_group_tests_name("vtd", tests, NULL, NULL);
}
