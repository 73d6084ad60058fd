/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */
/*
 * Interrupt requests without interrupt remapping (5.1.2): they go out as they
 * came, and nothing but an interrupt request goes out that way.
 */

#include "groups.h"

static void check_sent(struct bench *b, uint32_t addr, uint32_t data)
{
	EXPECT_HOST_WRITE32(&b->m, addr, data);
	EXPECT_ANSWER(&b->m, bench_word0(0, 1, GATE_ACTION_ACK), 0);
	device_interrupts(b, SID, addr, data);
	mock_done(&b->m);
}

/* The message is on its way before the device is told that it is. */
static void test_goes_out_as_it_came(void **state)
{
	check_sent(*state, 0xfee00000, 0);
	check_sent(*state, 0xfeeffffc, UINT32_MAX);
	check_sent(*state, 0xfee0300c, 0x4041);
}

/* TES says nothing about interrupts. */
static void test_with_translation_on(void **state)
{
	struct bench *b = *state;

	host_enables_translation(b);
	check_sent(b, 0xfee01000, 0x31);
	assert_no_record(b);
}

/* Bit 4 would make it remappable: without remapping it means nothing. */
static void test_remappable_format_is_a_message_too(void **state)
{
	check_sent(*state, 0xfee00010, 0x10000);
}

/* No device writes anywhere else through the interrupt path. */
static void test_other_addresses_are_blocked(void **state)
{
	static const uint32_t addrs[] = { 0,          0xfee,      0xfed00000,
					  0xfef00000, 0x0ee00000, UINT32_MAX };
	struct bench *b = *state;

	for (unsigned int i = 0; i < 6; i++) {
		EXPECT_ANSWER(&b->m, bench_word0(0, 1, GATE_ACTION_BLOCK), 0);
		device_interrupts(b, SID, addrs[i], 0x31);
		mock_done(&b->m);
	}
}

static void test_unaligned_is_blocked(void **state)
{
	struct bench *b = *state;

	for (uint32_t low = 1; low < 4; low++) {
		EXPECT_ANSWER(&b->m, bench_word0(0, 1, GATE_ACTION_BLOCK), 0);
		device_interrupts(b, SID, 0xfee01000 | low, 0x31);
		mock_done(&b->m);
	}
}

static void test_every_slot(void **state)
{
	struct bench *b = *state;

	for (unsigned int slot = 0; slot < 256; slot++) {
		mock_work(&b->m, bench_word0(SID, slot, GATE_KIND_INTR),
			  0xfee00000, 0);
		assert_true(bench_turn(b));
		assert_int_equal(mock_answer(&b->m, slot)->a &
					 GATE_ANSWER_ACTION,
				 GATE_ACTION_ACK);
	}
}

/* The memory side refuses the message: the device is not held up. */
static void test_message_that_fails(void **state)
{
	struct bench *b = *state;

	b->m.fail_write = 1;
	check_sent(b, 0xfee01000, 1);
	assert_true(vtd_alive(b->v));
}

static void test_is_traced(void **state)
{
	struct bench *b = *state;

	device_interrupts(b, SID, 0xfee01000, 0x31);
	assert_int_equal(mock_traces(&b->m, VTD_TRACE_INTR), 1);
}

int irq_compat_tests(void)
{
	static const struct CMUnitTest tests[] = {
		UNIT(test_goes_out_as_it_came),
		UNIT(test_with_translation_on),
		UNIT(test_remappable_format_is_a_message_too),
		UNIT(test_other_addresses_are_blocked),
		UNIT(test_unaligned_is_blocked),
		UNIT(test_every_slot),
		UNIT(test_message_that_fails),
		UNIT(test_is_traced),
	};

	return cmocka_run_group_tests_name("irq_compat", tests, NULL, NULL);
}
