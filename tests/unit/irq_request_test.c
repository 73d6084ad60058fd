/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */
/*
 * Interrupt requests (5.1.2 to 5.1.4). Without interrupt remapping they go out
 * as they came, and nothing but an interrupt request goes out that way. With
 * it: how a request names its entry, and what is sent for one that remaps. What
 * entries may be: irq_table_test.c.
 */

#include "groups.h"
#include "interrupts.h"

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

/* ---- With interrupt remapping ------------------------------------------ */

#define REMAPPABLE UINT32_C(0xfee00010)

/* IRES = 0: whatever the table says, and whatever format (5.1.4). */
static void test_not_enabled(void **state)
{
	struct bench *b = *state;

	host_switches(b, 0, VTD_GCMD_IRE);
	check_sent(b, 0xfee01000, 0x31);
	check_sent(b, REMAPPABLE | 1 << 5, 0x10031);
	host_switches(b, VTD_GCMD_CFI, 0);
	check_sent(b, 0xfee01000, 0x31);
	assert_no_record(b);
}

static void test_compatibility_blocked(void **state)
{
	struct bench *b = *state;

	device_interrupts(b, SID, 0xfee01008, 0x31);
	assert_interrupt_fault(b, VTD_FAULT_IRQ_25, 0);
	assert_int_equal(mock_count(&b->m, MOCK_HOST_WRITE32, 0xfee01008), 0);
}

static void test_compatibility_allowed(void **state)
{
	struct bench *b = *state;

	host_switches(b, VTD_GCMD_CFI, 0);
	check_sent(b, 0xfee01008, 0xc131);
	check_sent(b, 0xfeeffaec, UINT32_MAX);
	host_switches(b, 0, VTD_GCMD_CFI);
	device_interrupts(b, SID, 0xfee01008, 0xc131);
	assert_interrupt_fault(b, VTD_FAULT_IRQ_25, 0);
}

/* CFIS may be set with EIME = 1; then it means nothing. */
static void test_compatibility_in_x2apic_mode(void **state)
{
	struct bench *b = *state;

	host_sirtp(b, X2APIC);
	host_switches(b, VTD_GCMD_CFI, 0);
	assert_true(mock_reg(&b->m, VTD_GSTS) & VTD_GSTS_CFIS);
	device_interrupts(b, SID, 0xfee01008, 0x31);
	assert_interrupt_fault(b, VTD_FAULT_IRQ_25, 0);
}

/* Where the request of @addr and @data looks for its entry. */
static void check_index(struct bench *b, uint32_t addr, uint32_t data,
			unsigned int index)
{
	mock_forget(&b->m);
	device_interrupts(b, SID, addr, data);
	if (mock_count(&b->m, MOCK_HOST_READ, IRT + 16 * (uint64_t)index) != 1)
		mock_fail(&b->m, "%#x %#x: index %#x was not read", addr, data,
			  index);
}

static void test_handle_names_the_entry(void **state)
{
	struct bench *b = *state;

	host_sirtp(b, IRT | 15);
	check_index(b, REMAPPABLE, 0, 0);
	for (unsigned int bit = 0; bit < 15; bit++)
		check_index(b, REMAPPABLE | 1U << (bit + 5), 0, 1U << bit);
	check_index(b, REMAPPABLE | 4, 0, 0x8000);
	check_index(b, 0xfeefffe0 | 0x14, 0, 0xffff);
}

static void test_data_means_nothing_without_shv(void **state)
{
	for (unsigned int bit = 0; bit < 32; bit++)
		check_index(*state, REMAPPABLE | 3 << 5, 1U << bit, 3);
}

static void test_subhandle_is_added(void **state)
{
	struct bench *b = *state;

	host_sirtp(b, IRT | 15);
	for (unsigned int bit = 0; bit < 16; bit++)
		check_index(b, REMAPPABLE | 8, 1U << bit, 1U << bit);
	check_index(b, REMAPPABLE | 8 | 0x7fff << 5, 0x7fff, 0xfffe);
	check_index(b, REMAPPABLE | 8 | 3 << 5, 5, 8);
}

/* The sum is one bit longer than an index, and is not cut. */
static void test_sum_beyond_any_table(void **state)
{
	struct bench *b = *state;

	host_sirtp(b, IRT | 15);
	mock_forget(&b->m);
	device_interrupts(b, SID, REMAPPABLE | 8 | 4 | 0x7fff << 5, 1);
	assert_interrupt_fault(b, VTD_FAULT_IRQ_21, 0);
	interrupts_again(b);
	device_interrupts(b, SID, REMAPPABLE | 8 | 4 | 0x7fff << 5, 0xffff);
	assert_interrupt_fault(b, VTD_FAULT_IRQ_21, 0xfffe);
	assert_int_equal(b->m.reads, 0);
}

static void test_reserved_data_with_shv(void **state)
{
	struct bench *b = *state;

	for (unsigned int bit = 16; bit < 32; bit++) {
		interrupts_again(b);
		device_interrupts(b, SID, REMAPPABLE | 8 | 3 << 5, 1U << bit);
		assert_interrupt_fault(b, VTD_FAULT_IRQ_20, 0);
	}
	assert_int_equal(b->m.reads, 0);
}

/* An entry, and the message that it makes; no source check. */
struct message {
	uint64_t entry;
	uint64_t addr;
	uint32_t data;
};

static void check_message(struct bench *b, const struct message *m)
{
	host_entry(b, 9, m->entry, 0);
	interrupts_again(b);
	EXPECT_HOST_READ(&b->m, IRT + 16 * 9, 2);
	EXPECT_HOST_WRITE32(&b->m, m->addr, m->data);
	EXPECT_ANSWER(&b->m, bench_word0(0, 1, GATE_ACTION_ACK), 0);
	device_signals(b, SID, 9);
	mock_done(&b->m);
	assert_no_record(b);
}

/* Level interrupts and edge ones alike are asserted (bit 14). */
static const struct message xapic_messages[] = {
	{ 0x0000000000000001, 0xfee00000, 0x4000 },
	{ 0x0000000000ff0001, 0xfee00000, 0x40ff },
	{ 0x0000ff0000310001, 0xfeeff000, 0x4031 },
	{ 0x0000010000310005, 0xfee01004, 0x4031 },
	{ 0x0000800000310009, 0xfee80008, 0x4031 },
	{ 0x0000010000310011, 0xfee01000, 0xc031 },
	{ 0x0000010000310021, 0xfee01000, 0x4131 },
	{ 0x0000010000000041, 0xfee01000, 0x4200 },
	{ 0x0000010000000081, 0xfee01000, 0x4400 },
	{ 0x00000100000000a1, 0xfee01000, 0x4500 },
	{ 0x00000100000000e1, 0xfee01000, 0x4700 },
	{ 0x0000010000310f03, 0xfee01000, 0x4031 },
	{ 0x0000a50000c3003d, 0xfeea500c, 0xc1c3 },
};

/* Destination bits 31:8 go into address bits 63:40. */
static const struct message x2apic_messages[] = {
	{ 0x0000000000310001, 0xfee00000, 0x4031 },
	{ 0x000000ff00310001, 0xfeeff000, 0x4031 },
	{ 0x0000010000310001, 0x00000100fee00000, 0x4031 },
	{ 0x8000000100310001, 0x80000000fee01000, 0x4031 },
	{ 0xffffffff0031001d, 0xffffff00feeff00c, 0xc031 },
};

static void test_messages(void **state)
{
	for (size_t i = 0; i < sizeof(xapic_messages) / sizeof(struct message);
	     i++)
		check_message(*state, &xapic_messages[i]);
}

static void test_messages_in_x2apic_mode(void **state)
{
	host_sirtp(*state, X2APIC);
	for (size_t i = 0; i < sizeof(x2apic_messages) / sizeof(struct message);
	     i++)
		check_message(*state, &x2apic_messages[i]);
}

static void test_message_is_sent_from_the_cache(void **state)
{
	struct bench *b = *state;

	check_message(b, &xapic_messages[2]);
	EXPECT_HOST_WRITE32(&b->m, xapic_messages[2].addr,
			    xapic_messages[2].data);
	EXPECT_ANSWER(&b->m, bench_word0(0, 1, GATE_ACTION_ACK), 0);
	device_signals(b, SID, 9);
	mock_done(&b->m);
}

int irq_request_tests(void)
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
		INTERRUPTS(test_not_enabled),
		INTERRUPTS(test_compatibility_blocked),
		INTERRUPTS(test_compatibility_allowed),
		INTERRUPTS(test_compatibility_in_x2apic_mode),
		INTERRUPTS(test_handle_names_the_entry),
		INTERRUPTS(test_data_means_nothing_without_shv),
		INTERRUPTS(test_subhandle_is_added),
		INTERRUPTS(test_sum_beyond_any_table),
		INTERRUPTS(test_reserved_data_with_shv),
		INTERRUPTS(test_messages),
		INTERRUPTS(test_messages_in_x2apic_mode),
		INTERRUPTS(test_message_is_sent_from_the_cache),
	};

	return cmocka_run_group_tests_name("irq_request", tests, NULL, NULL);
}
