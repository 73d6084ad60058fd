/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */
/*
 * Performance monitoring (11.4.13) and enhanced commands (11.4.14): what is
 * enabled counts what PERFCNTRCFG says, what cannot be is refused with status
 * 16, an overflow is an event like any other.
 */

#include "groups.h"

#include "interrupts.h"
#include "perf.h"

#define CONFIG(counter) (VTD_PERFCNTRCFG0 + 0x100u * (counter))
#define EVENTS(group, es)                                                      \
	(VTD_PUT(VTD_PERFCNTRCFG0_EGI, group) |                                \
	 VTD_PUT(VTD_PERFCNTRCFG0_ES, es))
#define COMMAND(cmd, a)  ((uint64_t)(a) << 16 | (cmd))
#define RESPONSE(status) VTD_PUT(VTD_ECRSP_STATUS, status)
#define INDEX(counter)   VTD_PUT(GATE_PERF_COUNTER_INDEX, counter)
#define COUNTS(group, es)                                                      \
	(VTD_PUT(GATE_PERF_COUNTER_GROUP, group) |                             \
	 VTD_PUT(GATE_PERF_COUNTER_EVENTS, es))
#define DATA UINT32_C(0x55)
#define ADDR UINT32_C(0xfee03000)

enum {
	ENABLE = 0xf0,
	DISABLE = 0xf1,
	RESET_CONFIGURATION = 0xf2,
	RESET_COUNTERS = 0xf3,
	FREEZE = 0xf4,
	UNFREEZE = 0xf5,
};

static struct bench *monitoring(void **state)
{
	struct bench *b = *state;

	b->v->config.ecap |= VTD_ECAP_PMS;
	mock_set_reg(&b->m, VTD_PERFINTRADDR, ADDR);
	mock_set_reg(&b->m, VTD_PERFINTRDATA, DATA);
	return b;
}

static uint64_t command(struct bench *b, unsigned int cmd, uint64_t operand)
{
	mock_set_reg(&b->m, VTD_ECRSP, VTD_ECRSP_IP);
	perf_ecmd_written(b->v, COMMAND(cmd, operand));
	return mock_reg(&b->m, VTD_ECRSP);
}

/* What the gate was told last: the counter is on, and not all stand still. */
static bool counts(const struct bench *b, unsigned int counter)
{
	bool on = false, frozen = false;

	for (unsigned int i = 0; i < b->m.call_count; i++) {
		const struct mock_call *c = &b->m.calls[i];

		if (c->op == MOCK_PERF && c->a == GATE_PERF_FREEZE)
			frozen = c->b;
		else if (c->op == MOCK_PERF && c->a == GATE_PERF_COUNTER &&
			 VTD_GET(GATE_PERF_COUNTER_INDEX, c->b) == counter)
			on = c->b & GATE_PERF_COUNTER_ON;
	}
	return on && !frozen;
}

static void configure(struct bench *b, unsigned int counter, uint64_t config)
{
	mock_set_reg(&b->m, CONFIG(counter), config);
}

static void test_enabled_counter_counts_what_it_is_configured_for(void **state)
{
	struct bench *b = monitoring(state);

	configure(b, 2, EVENTS(3, 1));
	EXPECT_REG_SET32(&b->m, CONFIG(2), VTD_PERFCNTRCFG0_EN);
	EXPECT_PERF(&b->m, GATE_PERF_COUNTER,
		    INDEX(2) | COUNTS(3, 1) | GATE_PERF_COUNTER_ON);
	EXPECT_REG_WRITE64(&b->m, VTD_ECRSP, RESPONSE(0));
	assert_int_equal(command(b, ENABLE, 2), RESPONSE(0));
	mock_done(&b->m);
}

static void test_enabling_what_cannot_be_counted_is_refused(void **state)
{
	static const uint64_t configs[] = {
		EVENTS(0, 0),   EVENTS(0, 4), EVENTS(1, 2),  EVENTS(2, 0x100),
		EVENTS(4, 0xf), EVENTS(5, 1), EVENTS(15, 1),
	};
	struct bench *b = monitoring(state);

	for (size_t i = 0; i < sizeof(configs) / sizeof(configs[0]); i++) {
		configure(b, 0, configs[i]);
		EXPECT_REG_WRITE64(&b->m, VTD_ECRSP, RESPONSE(16));
		assert_int_equal(command(b, ENABLE, 0), RESPONSE(16));
		mock_done(&b->m);
	}
}

static void test_counters_that_do_not_exist_are_refused(void **state)
{
	struct bench *b = monitoring(state);
	static const uint64_t none[] = { VTD_PERF_COUNTERS, 0xff,
					 UINT64_C(0x100000000) };

	for (size_t i = 0; i < 3; i++) {
		assert_int_equal(command(b, ENABLE, none[i]), RESPONSE(16));
		assert_int_equal(command(b, DISABLE, none[i]), RESPONSE(16));
	}
	assert_int_equal(mock_count(&b->m, MOCK_PERF, GATE_PERF_COUNTER), 0);
}

static void test_disabled_counter_stands_still_and_may_be_changed(void **state)
{
	struct bench *b = monitoring(state);

	configure(b, 1, EVENTS(0, 2));
	command(b, ENABLE, 1);
	EXPECT_PERF(&b->m, GATE_PERF_COUNTER, INDEX(1));
	EXPECT_REG_CLEAR32(&b->m, CONFIG(1), VTD_PERFCNTRCFG0_EN);
	EXPECT_REG_WRITE64(&b->m, VTD_ECRSP, RESPONSE(0));
	command(b, DISABLE, 1);
	mock_done(&b->m);
}

static void test_unknown_commands_and_absent_monitoring(void **state)
{
	static const unsigned int unknown[] = { 0, 1, 0xef, 0xf6, 0xff };
	struct bench *b = monitoring(state);

	for (size_t i = 0; i < sizeof(unknown) / sizeof(unknown[0]); i++)
		assert_int_equal(command(b, unknown[i], 0), RESPONSE(1));
	b->v->config.ecap &= ~VTD_ECAP_PMS;
	assert_int_equal(command(b, ENABLE, 0), RESPONSE(1));
}

static void test_engine_events_are_added_only_while_wanted(void **state)
{
	struct bench *b = monitoring(state);

	mock_expect_nothing(&b->m);
	perf_count(b->v, PERF_CONTEXT_LOOKUP);
	mock_done(&b->m);
	configure(b, 0, EVENTS(2, 1));
	command(b, ENABLE, 0);
	EXPECT_PERF(&b->m, GATE_PERF_ADD, PERF_CONTEXT_LOOKUP);
	perf_count(b->v, PERF_CONTEXT_LOOKUP);
	mock_done(&b->m);
	command(b, DISABLE, 0);
	mock_expect_nothing(&b->m);
	perf_count(b->v, PERF_CONTEXT_LOOKUP);
	mock_done(&b->m);
}

static unsigned int added(struct bench *b, uint64_t event)
{
	unsigned int count = 0;

	for (unsigned int i = 0; i < b->m.call_count; i++)
		count += b->m.calls[i].op == MOCK_PERF &&
			 b->m.calls[i].a == GATE_PERF_ADD &&
			 b->m.calls[i].b == event;
	return count;
}

/* A known context is a look-up and a hit, an unknown one only a look-up. */
static void test_misses_count_contexts(void **state)
{
	struct bench *b = monitoring(state);

	assert_int_equal(tables_attach(&b->t, SID, DID, 4), 0);
	assert_int_equal(tables_map_range(&b->t, SID, IOVA, PA,
					  2 * TABLES_PAGE_4K, TABLES_PAGE_4K,
					  TABLES_RW),
			 0);
	host_enables_translation(b);
	configure(b, 0, EVENTS(2, 3));
	command(b, ENABLE, 0);
	mock_forget(&b->m);
	device_asks(b, SID, IOVA, 0);
	assert_int_equal(added(b, PERF_CONTEXT_LOOKUP), 1);
	assert_int_equal(added(b, PERF_CONTEXT_HIT), 0);
	device_asks(b, SID, IOVA + VTD_PAGE_SIZE, 0);
	assert_int_equal(added(b, PERF_CONTEXT_LOOKUP), 2);
	assert_int_equal(added(b, PERF_CONTEXT_HIT), 1);
	assert_int_equal(added(b, PERF_PASID_LOOKUP), 0);
}

static void test_interrupts_count_entries(void **state)
{
	struct bench *b = monitoring(state);

	host_entry(b, 5, UINT64_C(1) << 40 | 0x310001, 0);
	configure(b, 0, EVENTS(4, 7));
	command(b, ENABLE, 0);
	mock_forget(&b->m);
	device_signals(b, SID, 5);
	assert_int_equal(added(b, PERF_INTERRUPT_LOOKUP), 1);
	assert_int_equal(added(b, PERF_REMAPPED_HIT), 0);
	device_signals(b, SID, 5);
	assert_int_equal(added(b, PERF_INTERRUPT_LOOKUP), 2);
	assert_int_equal(added(b, PERF_REMAPPED_HIT), 1);
	assert_int_equal(added(b, PERF_POSTED_HIT), 0);
}

static void test_reset_of_configuration_ends_all(void **state)
{
	struct bench *b = monitoring(state);

	configure(b, 0, EVENTS(2, 1) | VTD_PERFCNTRCFG0_IO);
	command(b, ENABLE, 0);
	mock_set_reg(&b->m, VTD_PERFOVFSTS, 1);
	assert_int_equal(command(b, RESET_CONFIGURATION, 0), RESPONSE(0));
	for (unsigned int i = 0; i < VTD_PERF_COUNTERS; i++)
		assert_int_equal(mock_reg(&b->m, CONFIG(i)), 0);
	assert_int_equal(mock_reg(&b->m, VTD_PERFOVFSTS), 0);
	assert_int_equal(b->v->counted, 0);
	assert_int_equal(b->v->perf.interrupts, 0);
}

/* F3h is about values: who counts goes on counting the same. */
static void test_reset_of_values_keeps_counting(void **state)
{
	struct bench *b = monitoring(state);

	configure(b, 3, EVENTS(0, 1));
	command(b, ENABLE, 3);
	for (unsigned int i = 0; i < 3; i++)
		EXPECT_PERF(&b->m, GATE_PERF_COUNTER,
			    INDEX(i) | GATE_PERF_COUNTER_CLEAR);
	EXPECT_PERF(&b->m, GATE_PERF_COUNTER,
		    INDEX(3) | COUNTS(0, 1) | GATE_PERF_COUNTER_ON |
			    GATE_PERF_COUNTER_CLEAR);
	EXPECT_REG_WRITE64(&b->m, VTD_ECRSP, RESPONSE(0));
	command(b, RESET_COUNTERS, 0);
	mock_done(&b->m);
}

/* 10.3.2: every bit of PERFFRZSTS, and all of them at once. */
static void test_freeze_and_unfreeze(void **state)
{
	struct bench *b = monitoring(state);

	configure(b, 2, EVENTS(3, 1));
	command(b, ENABLE, 2);
	EXPECT_PERF(&b->m, GATE_PERF_FREEZE, 1);
	EXPECT_REG_WRITE64(&b->m, VTD_PERFFRZSTS, 0xf);
	EXPECT_REG_WRITE64(&b->m, VTD_ECRSP, RESPONSE(0));
	command(b, FREEZE, 0);
	mock_done(&b->m);
	EXPECT_PERF(&b->m, GATE_PERF_FREEZE, 1);
	EXPECT_REG_WRITE64(&b->m, VTD_PERFFRZSTS, 0);
	EXPECT_PERF(&b->m, GATE_PERF_COUNTER, INDEX(0));
	EXPECT_PERF(&b->m, GATE_PERF_COUNTER, INDEX(1));
	EXPECT_PERF(&b->m, GATE_PERF_COUNTER,
		    INDEX(2) | COUNTS(3, 1) | GATE_PERF_COUNTER_ON);
	EXPECT_PERF(&b->m, GATE_PERF_COUNTER, INDEX(3));
	EXPECT_PERF(&b->m, GATE_PERF_FREEZE, 0);
	EXPECT_REG_WRITE64(&b->m, VTD_ECRSP, RESPONSE(0));
	command(b, UNFREEZE, 0);
	mock_done(&b->m);
}

/* 11.4.13.12: disabled and enabled again, a counter is no longer frozen. */
static void test_disabled_counter_is_not_frozen(void **state)
{
	struct bench *b = monitoring(state);

	configure(b, 0, EVENTS(0, 1));
	configure(b, 2, EVENTS(3, 1));
	command(b, ENABLE, 0);
	command(b, ENABLE, 2);
	command(b, FREEZE, 0);
	command(b, DISABLE, 2);
	assert_int_equal(mock_reg(&b->m, VTD_PERFFRZSTS), 0xb);
	command(b, ENABLE, 2);
	assert_int_equal(mock_reg(&b->m, VTD_PERFFRZSTS), 0xb);
	assert_true(counts(b, 2));
	assert_false(counts(b, 0));
	command(b, UNFREEZE, 0);
	assert_true(counts(b, 0));
}

/* A frozen counter is enabled and stands still, resets included. */
static void test_frozen_counter_is_enabled(void **state)
{
	struct bench *b = monitoring(state);

	configure(b, 2, EVENTS(3, 1));
	command(b, FREEZE, 0);
	assert_int_equal(command(b, ENABLE, 2), RESPONSE(0));
	command(b, RESET_COUNTERS, 0);
	assert_false(counts(b, 2));
	assert_int_equal(command(b, RESET_CONFIGURATION, 0), RESPONSE(0));
	assert_int_equal(mock_reg(&b->m, VTD_PERFFRZSTS), 0);
	configure(b, 2, EVENTS(3, 1));
	command(b, ENABLE, 2);
	assert_true(counts(b, 2));
}

static void enable_with_interrupt(struct bench *b)
{
	configure(b, 1, EVENTS(0, 1) | VTD_PERFCNTRCFG0_IO);
	command(b, ENABLE, 1);
	mock_set_reg(&b->m, VTD_PERFINTRCTL, 0);
}

static void test_overflow_is_shown_and_interrupts_once(void **state)
{
	struct bench *b = monitoring(state);

	enable_with_interrupt(b);
	EXPECT_REG_SET32(&b->m, VTD_PERFOVFSTS, 2);
	EXPECT_REG_SET32(&b->m, VTD_PERFINTRSTS, VTD_PERFINTRSTS_PIS);
	EXPECT_HOST_WRITE32(&b->m, ADDR, DATA);
	EXPECT_REG_SET32(&b->m, VTD_PERFOVFSTS, 2);
	EXPECT_REG_SET32(&b->m, VTD_PERFINTRSTS, VTD_PERFINTRSTS_PIS);
	perf_overflowed(b->v, 2);
	perf_overflowed(b->v, 2);
	mock_done(&b->m);
}

static void test_overflow_without_io_is_only_shown(void **state)
{
	struct bench *b = monitoring(state);

	enable_with_interrupt(b);
	EXPECT_REG_SET32(&b->m, VTD_PERFOVFSTS, 1);
	perf_overflowed(b->v, 1);
	mock_done(&b->m);
}

/* PIS cleared between our look and our setting it: the message is still due. */
static void test_overflow_during_clearing_is_not_lost(void **state)
{
	struct bench *b = monitoring(state);

	enable_with_interrupt(b);
	mock_set_reg(&b->m, VTD_PERFINTRSTS, VTD_PERFINTRSTS_PIS);
	perf_overflowed(b->v, 2);
	EXPECT_HOST_WRITE32(&b->m, ADDR, DATA);
	perf_status_cleared(b->v);
	mock_done(&b->m);
	mock_set_reg(&b->m, VTD_PERFINTRSTS, 0);
	mock_expect_nothing(&b->m);
	perf_status_cleared(b->v);
	mock_done(&b->m);
}

static void test_masked_overflow_is_held_or_withdrawn(void **state)
{
	struct bench *b = monitoring(state);

	enable_with_interrupt(b);
	mock_set_reg(&b->m, VTD_PERFINTRCTL, VTD_PERFINTRCTL_IM);
	perf_overflowed(b->v, 2);
	assert_true(mock_reg(&b->m, VTD_PERFINTRCTL) & VTD_PERFINTRCTL_IP);
	EXPECT_HOST_WRITE32(&b->m, ADDR, DATA);
	EXPECT_REG_CLEAR32(&b->m, VTD_PERFINTRCTL, VTD_PERFINTRCTL_IP);
	perf_control_written(b->v, 0);
	mock_done(&b->m);
	mock_set_reg(&b->m, VTD_PERFINTRSTS, 0);
	mock_set_reg(&b->m, VTD_PERFINTRCTL, VTD_PERFINTRCTL_IM);
	perf_overflowed(b->v, 2);
	mock_set_reg(&b->m, VTD_PERFINTRSTS, 0);
	perf_status_cleared(b->v);
	assert_false(mock_reg(&b->m, VTD_PERFINTRCTL) & VTD_PERFINTRCTL_IP);
}

int perf_tests(void)
{
	const struct CMUnitTest tests[] = {
		UNIT(test_enabled_counter_counts_what_it_is_configured_for),
		UNIT(test_enabling_what_cannot_be_counted_is_refused),
		UNIT(test_counters_that_do_not_exist_are_refused),
		UNIT(test_disabled_counter_stands_still_and_may_be_changed),
		UNIT(test_unknown_commands_and_absent_monitoring),
		UNIT(test_engine_events_are_added_only_while_wanted),
		UNIT(test_misses_count_contexts),
		INTERRUPTS(test_interrupts_count_entries),
		UNIT(test_reset_of_configuration_ends_all),
		UNIT(test_reset_of_values_keeps_counting),
		UNIT(test_freeze_and_unfreeze),
		UNIT(test_disabled_counter_is_not_frozen),
		UNIT(test_frozen_counter_is_enabled),
		UNIT(test_overflow_is_shown_and_interrupts_once),
		UNIT(test_overflow_without_io_is_only_shown),
		UNIT(test_overflow_during_clearing_is_not_lost),
		UNIT(test_masked_overflow_is_held_or_withdrawn),
	};

	return cmocka_run_group_tests_name("perf", tests, NULL, NULL);
}
