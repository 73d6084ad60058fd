/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */
/*
 * Posted interrupts (5.2.3, 5.2.4): what changes in the descriptor and in which
 * order, when a notification is due, and software that works on the same
 * descriptor at the same time.
 */

#include "groups.h"
#include "interrupts.h"

#include <string.h>

#define VECTOR  0x71U
#define PIR     (DESCRIPTOR + 8)
#define PIR_BIT (UINT64_C(1) << (0x71 - 64))
#define CONTROL (DESCRIPTOR + 32)
#define ON      UINT64_C(1)
#define SN      UINT64_C(2)
#define URG     (UINT64_C(1) << 14)
#define FPD     UINT64_C(2)
/* NV F2h, NDST 7 in xAPIC form, and the message they make. */
#define ROUTE    (UINT64_C(0xf20000) | UINT64_C(7) << 40)
#define MSG_ADDR UINT64_C(0xfee07000)
#define MSG_DATA 0x40f2

static void store_descriptor(struct bench *b, uint64_t control)
{
	for (unsigned int word = 0; word < 8; word++)
		guest_store(b, DESCRIPTOR + 8 * word, 0);
	guest_store(b, CONTROL, control);
}

static void prepare(struct bench *b, uint64_t control, uint64_t flags)
{
	interrupts_again(b);
	store_descriptor(b, control);
	host_posts(b, 5, VECTOR, flags);
}

static void check_fault(struct bench *b, enum vtd_fault reason)
{
	device_signals(b, SID, 5);
	assert_interrupt_fault(b, reason, 5);
	assert_int_equal(mock_count(&b->m, MOCK_HOST_WRITE32, MSG_ADDR), 0);
}

static void expect_posting(struct bench *b)
{
	EXPECT_HOST_READ(&b->m, IRT + 16 * 5, 2);
	EXPECT_HOST_READ(&b->m, DESCRIPTOR, 8);
	EXPECT_HOST_UPDATE(&b->m, PIR, 0, PIR_BIT);
	EXPECT_HOST_READ(&b->m, CONTROL, 1);
}

static void expect_answer(struct bench *b)
{
	EXPECT_ANSWER(&b->m, bench_word0(0, 1, GATE_ACTION_ACK), 0);
}

/* PIR, then ON, then the notification, then the device hears of it. */
static void test_posts_and_notifies(void **state)
{
	struct bench *b = *state;

	prepare(b, ROUTE, 0);
	expect_posting(b);
	EXPECT_HOST_UPDATE(&b->m, CONTROL, ROUTE, ROUTE | ON);
	EXPECT_HOST_WRITE32(&b->m, MSG_ADDR, MSG_DATA);
	expect_answer(b);
	device_signals(b, SID, 5);
	mock_done(&b->m);
	assert_delivered(b);
}

static void test_posts_quietly(void **state)
{
	static const struct {
		uint64_t control, flags;
	} quiet[] = { { ROUTE | ON, 0 },
		      { ROUTE | SN, 0 },
		      { ROUTE | ON | SN, 0 },
		      { ROUTE | ON, URG },
		      { ROUTE | ON | SN, URG } };
	struct bench *b = *state;

	for (size_t i = 0; i < sizeof(quiet) / sizeof(quiet[0]); i++) {
		prepare(b, quiet[i].control, quiet[i].flags);
		expect_posting(b);
		expect_answer(b);
		device_signals(b, SID, 5);
		mock_done(&b->m);
		assert_int_equal(guest_load(b, CONTROL), quiet[i].control);
	}
}

/* SN holds back what is not urgent, only. */
static void test_urgent(void **state)
{
	struct bench *b = *state;

	prepare(b, ROUTE | SN, URG);
	device_signals(b, SID, 5);
	assert_int_equal(guest_load(b, CONTROL), ROUTE | SN | ON);
	assert_int_equal(mock_count(&b->m, MOCK_HOST_WRITE32, MSG_ADDR), 1);
}

static void test_every_vector(void **state)
{
	struct bench *b = *state;

	for (unsigned int vector = 0; vector < 256; vector++) {
		prepare(b, ROUTE, 0);
		host_posts(b, 5, vector, 0);
		device_signals(b, SID, 5);
		assert_delivered(b);
		for (unsigned int word = 0; word < 4; word++)
			assert_int_equal(guest_load(b, DESCRIPTOR + 8 * word),
					 word == vector / 64 ?
						 UINT64_C(1) << vector % 64 :
						 0);
		assert_int_equal(guest_load(b, CONTROL), ROUTE | ON);
	}
}

/* Other vectors of the word stay posted. */
static void test_what_was_posted_stays(void **state)
{
	struct bench *b = *state;

	prepare(b, ROUTE, 0);
	guest_store(b, PIR, ~PIR_BIT);
	device_signals(b, SID, 5);
	assert_int_equal(guest_load(b, PIR), UINT64_MAX);
}

/* The bit is set already: nothing to write, but a notification may be due. */
static void test_posted_before(void **state)
{
	struct bench *b = *state;

	prepare(b, ROUTE, 0);
	guest_store(b, PIR, PIR_BIT);
	device_signals(b, SID, 5);
	assert_int_equal(mock_count(&b->m, MOCK_HOST_UPDATE, PIR), 0);
	assert_int_equal(mock_count(&b->m, MOCK_HOST_WRITE32, MSG_ADDR), 1);
	assert_int_equal(guest_load(b, CONTROL), ROUTE | ON);
}

static void test_x2apic_destination(void **state)
{
	struct bench *b = *state;

	host_sirtp(b, X2APIC);
	prepare(b, UINT64_C(0xabcdef1200f20000), 0);
	device_signals(b, SID, 5);
	assert_delivered(b);
	assert_int_equal(mock_count(&b->m, MOCK_HOST_WRITE32,
				    UINT64_C(0xabcdef00fee12000)),
			 1);
}

/* ---- Faults ------------------------------------------------------------ */

/* By hand from 9.11; NDST 319:304 and 295:288 in xAPIC mode only. */
static bool is_reserved(unsigned int bit, bool x2apic)
{
	if (bit >= 258 && bit <= 271)
		return true;
	if (bit >= 280 && bit <= 287)
		return true;
	if (bit >= 320)
		return true;
	return !x2apic && (bit >= 304 || (bit >= 288 && bit <= 295));
}

static void check_bit(struct bench *b, unsigned int bit, bool x2apic)
{
	uint64_t addr = DESCRIPTOR + bit / 64 * 8;

	prepare(b, ROUTE, 0);
	guest_store(b, addr, guest_load(b, addr) ^ UINT64_C(1) << bit % 64);
	if (!is_reserved(bit, x2apic)) {
		device_signals(b, SID, 5);
		assert_delivered(b);
		return;
	}
	check_fault(b, VTD_FAULT_IRQ_28);
	assert_int_equal(guest_load(b, PIR), 0);
}

static void test_reserved_bits(void **state)
{
	struct bench *b = *state;

	for (unsigned int bit = 0; bit < 512; bit++)
		check_bit(b, bit, false);
	host_sirtp(b, X2APIC);
	for (unsigned int bit = 0; bit < 512; bit++)
		check_bit(b, bit, true);
}

/* The entry, the descriptor, and its control word once more. */
static void test_descriptor_unreadable(void **state)
{
	struct bench *b = *state;

	for (unsigned int n = 2; n < 4; n++) {
		prepare(b, ROUTE, 0);
		b->m.fail_read = n;
		check_fault(b, VTD_FAULT_IRQ_27);
	}
}

static void test_update_fails(void **state)
{
	struct bench *b = *state;

	for (unsigned int n = 1; n < 3; n++) {
		prepare(b, ROUTE, 0);
		b->m.fail_update = n;
		check_fault(b, VTD_FAULT_IRQ_27);
	}
}

static void test_fpd_silences(void **state)
{
	struct bench *b = *state;

	prepare(b, ROUTE, FPD);
	b->m.fail_update = 1;
	device_signals(b, SID, 5);
	assert_blocked(b);
	assert_no_record(b);
	prepare(b, ROUTE | 1 << 8, FPD);
	device_signals(b, SID, 5);
	assert_blocked(b);
	assert_no_record(b);
}

/* FPD is known from the cache too. */
static void test_fpd_of_a_cached_entry(void **state)
{
	struct bench *b = *state;

	prepare(b, ROUTE, FPD);
	device_signals(b, SID, 5);
	assert_delivered(b);
	store_descriptor(b, ROUTE | 1 << 8);
	device_signals(b, SID, 5);
	assert_blocked(b);
	assert_no_record(b);
}

/* ---- Software at the same descriptor ----------------------------------- */

/* Others win again and again, but not for ever. */
static void test_updates_that_are_lost(void **state)
{
	struct bench *b = *state;

	for (unsigned int lost = 1; lost < VTD_LOCKED_TRIES; lost++) {
		prepare(b, ROUTE, 0);
		b->m.lose_update = lost;
		device_signals(b, SID, 5);
		assert_delivered(b);
		assert_int_equal(guest_load(b, PIR), PIR_BIT);
		assert_int_equal(guest_load(b, CONTROL), ROUTE | ON);
	}
}

static void test_pir_is_lost_for_ever(void **state)
{
	struct bench *b = *state;

	prepare(b, ROUTE, 0);
	b->m.lose_update = MOCK_FOREVER;
	check_fault(b, VTD_FAULT_IRQ_27);
	assert_int_equal(mock_count(&b->m, MOCK_HOST_UPDATE, PIR),
			 VTD_LOCKED_TRIES);
	assert_int_equal(mock_count(&b->m, MOCK_HOST_UPDATE, CONTROL), 0);
}

static void test_on_is_lost_for_ever(void **state)
{
	struct bench *b = *state;

	prepare(b, ROUTE, 0);
	guest_store(b, PIR, PIR_BIT);
	b->m.lose_update = MOCK_FOREVER;
	check_fault(b, VTD_FAULT_IRQ_27);
	assert_int_equal(mock_count(&b->m, MOCK_HOST_UPDATE, CONTROL),
			 VTD_LOCKED_TRIES);
}

/* A lost update of PIR, whose word then cannot be read again. */
static void test_pir_unreadable_after_a_lost_update(void **state)
{
	struct bench *b = *state;

	prepare(b, ROUTE, 0);
	b->m.lose_update = 1;
	b->m.fail_read = 3;
	check_fault(b, VTD_FAULT_IRQ_27);
}

static void put(struct vtd_port *m, uint64_t addr, uint64_t value)
{
	memcpy(m->memory + (addr - MOCK_MEMORY_BASE), &value, sizeof(value));
}

/* @addr holds @value from the moment its first update was tried. */
static struct {
	uint64_t addr, value;
} other;

static void other_writer(struct vtd_port *m, const struct mock_call *call)
{
	if (call->op != MOCK_HOST_UPDATE)
		return;
	m->meanwhile = NULL;
	put(m, other.addr, other.value);
}

static void check_with_writer(struct bench *b, uint64_t control, bool loses,
			      uint64_t addr, uint64_t value)
{
	prepare(b, control, 0);
	other.addr = addr;
	other.value = value;
	b->m.lose_update = loses;
	b->m.meanwhile = other_writer;
	device_signals(b, SID, 5);
	assert_null(b->m.meanwhile);
}

/* A processor posts another vector of the same word: both are there. */
static void test_another_vector_at_the_same_time(void **state)
{
	struct bench *b = *state;

	check_with_writer(b, ROUTE, true, PIR, PIR_BIT << 1);
	assert_delivered(b);
	assert_int_equal(guest_load(b, PIR), PIR_BIT | PIR_BIT << 1);
}

/*
 * Software had cleared ON and looked at PIR just before our bit: what was read
 * of ON before that must not keep the notification back.
 */
static void test_on_is_cleared_while_we_post(void **state)
{
	struct bench *b = *state;

	check_with_writer(b, ROUTE | ON, false, CONTROL, ROUTE);
	assert_delivered(b);
	assert_int_equal(guest_load(b, CONTROL), ROUTE | ON);
	assert_int_equal(mock_count(&b->m, MOCK_HOST_WRITE32, MSG_ADDR), 1);
}

/* Someone else notifies: once is enough. */
static void test_on_is_set_while_we_post(void **state)
{
	struct bench *b = *state;

	check_with_writer(b, ROUTE, false, CONTROL, ROUTE | ON);
	assert_delivered(b);
	assert_int_equal(mock_count(&b->m, MOCK_HOST_WRITE32, MSG_ADDR), 0);
}

/* The virtual processor moves while ON is being set: its new home hears. */
static void test_destination_changes_while_we_notify(void **state)
{
	struct bench *b = *state;
	uint64_t moved = UINT64_C(0xe30000) | UINT64_C(9) << 40;

	prepare(b, ROUTE, 0);
	guest_store(b, PIR, PIR_BIT);
	other.addr = CONTROL;
	other.value = moved;
	b->m.lose_update = 1;
	b->m.meanwhile = other_writer;
	EXPECT_HOST_READ(&b->m, IRT + 16 * 5, 2);
	EXPECT_HOST_READ(&b->m, DESCRIPTOR, 8);
	EXPECT_HOST_READ(&b->m, CONTROL, 1);
	EXPECT_HOST_UPDATE(&b->m, CONTROL, ROUTE, ROUTE | ON);
	EXPECT_HOST_READ(&b->m, CONTROL, 1);
	EXPECT_HOST_UPDATE(&b->m, CONTROL, moved, moved | ON);
	EXPECT_HOST_WRITE32(&b->m, 0xfee09000, 0x40e3);
	expect_answer(b);
	device_signals(b, SID, 5);
	mock_done(&b->m);
}

static void test_reserved_bits_while_we_post(void **state)
{
	struct bench *b = *state;

	check_with_writer(b, ROUTE, false, CONTROL, ROUTE | 1 << 8);
	assert_interrupt_fault(b, VTD_FAULT_IRQ_28, 5);
}

static void test_is_traced(void **state)
{
	struct bench *b = *state;

	prepare(b, ROUTE, 0);
	device_signals(b, SID, 5);
	assert_int_equal(mock_traces(&b->m, VTD_TRACE_POSTED), 1);
	assert_int_equal(mock_traces(&b->m, VTD_TRACE_LOCKED), 2);
}

int irq_post_tests(void)
{
	static const struct CMUnitTest tests[] = {
		INTERRUPTS(test_posts_and_notifies),
		INTERRUPTS(test_posts_quietly),
		INTERRUPTS(test_urgent),
		INTERRUPTS(test_every_vector),
		INTERRUPTS(test_what_was_posted_stays),
		INTERRUPTS(test_posted_before),
		INTERRUPTS(test_x2apic_destination),
		INTERRUPTS(test_reserved_bits),
		INTERRUPTS(test_descriptor_unreadable),
		INTERRUPTS(test_update_fails),
		INTERRUPTS(test_fpd_silences),
		INTERRUPTS(test_fpd_of_a_cached_entry),
		INTERRUPTS(test_updates_that_are_lost),
		INTERRUPTS(test_pir_is_lost_for_ever),
		INTERRUPTS(test_on_is_lost_for_ever),
		INTERRUPTS(test_pir_unreadable_after_a_lost_update),
		INTERRUPTS(test_another_vector_at_the_same_time),
		INTERRUPTS(test_on_is_cleared_while_we_post),
		INTERRUPTS(test_on_is_set_while_we_post),
		INTERRUPTS(test_destination_changes_while_we_notify),
		INTERRUPTS(test_reserved_bits_while_we_post),
		INTERRUPTS(test_is_traced),
	};

	return cmocka_run_group_tests_name("irq_post", tests, NULL, NULL);
}
