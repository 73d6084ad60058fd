/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */
/*
 * The interrupt table: IRTA, IRES and CFIS (11.4.4), entries (9.9, 9.10), who
 * may use them, and the faults of 5.1.4.1 in their order. Reserved bits are
 * listed here by hand, from the figures of 9.9 and 9.10.
 */

#include "groups.h"
#include "interrupts.h"

#define P   UINT64_C(1)
#define FPD UINT64_C(2)
/* Vector 31h to APIC 1. */
#define LEGAL (P | UINT64_C(0x310000) | UINT64_C(1) << 40)

static uint32_t gsts(const struct bench *b)
{
	return (uint32_t)mock_reg(&b->m, VTD_GSTS);
}

static void check_fault(struct bench *b, uint64_t lo, uint64_t hi,
			enum vtd_fault reason)
{
	interrupts_again(b);
	host_entry(b, 5, lo, hi);
	device_signals(b, SID, 5);
	if (reason)
		assert_interrupt_fault(b, reason, 5);
	else
		assert_delivered(b);
}

/* ---- Entries ----------------------------------------------------------- */

static void test_not_present(void **state)
{
	check_fault(*state, 0, 0, VTD_FAULT_IRQ_22);
	check_fault(*state, ~(P | FPD), UINT64_MAX, VTD_FAULT_IRQ_22);
}

/* A range of reserved bits of the 128. */
struct reserved {
	unsigned int from, to;
};

struct format {
	uint64_t irta;
	bool pi;
	uint64_t lo;
	struct reserved rsvd[8];
};

static const struct format formats[] = {
	{ XAPIC,
	  true,
	  LEGAL,
	  { { 12, 14 }, { 24, 39 }, { 48, 63 }, { 84, 127 } } },
	{ XAPIC,
	  false,
	  LEGAL,
	  { { 12, 15 }, { 24, 39 }, { 48, 63 }, { 84, 127 } } },
	{ X2APIC, true, LEGAL, { { 12, 14 }, { 24, 31 }, { 84, 127 } } },
	{ X2APIC, false, LEGAL, { { 12, 15 }, { 24, 31 }, { 84, 127 } } },
	{ XAPIC,
	  true,
	  P | 1 << 15 | DESCRIPTOR >> 6 << 38,
	  { { 2, 7 },
	    { 12, 13 },
	    { 24, 37 },
	    { 84, 95 },
	    { 96 + BENCH_HAW - 32, 127 } } },
};

static bool is_reserved(const struct format *f, unsigned int bit)
{
	for (unsigned int i = 0; i < 8; i++)
		if (f->rsvd[i].to && bit >= f->rsvd[i].from &&
		    bit <= f->rsvd[i].to)
			return true;
	return false;
}

/* Bits that change what the entry is about, and have tests of their own. */
static bool is_special(const struct format *f, unsigned int bit)
{
	bool posts = f->lo >> 15 & 1;

	if (bit == 0 || (bit >= 64 && bit <= 83))
		return true;
	if (posts)
		return bit == 15 || (bit >= 38 && bit < 64) || bit >= 96;
	return bit == 15 || bit == 6;
}

static void check_bit(struct bench *b, const struct format *f, unsigned int bit)
{
	uint64_t lo = f->lo ^ (bit < 64 ? UINT64_C(1) << bit : 0);
	uint64_t hi = bit < 64 ? 0 : UINT64_C(1) << (bit - 64);

	if (is_reserved(f, bit))
		check_fault(b, lo, hi, VTD_FAULT_IRQ_24);
	else if (!is_special(f, bit))
		check_fault(b, lo, hi, VTD_FAULT_NONE);
}

static void test_reserved_bits(void **state)
{
	struct bench *b = *state;

	for (size_t i = 0; i < sizeof(formats) / sizeof(formats[0]); i++) {
		struct vtd_config config = interrupts_config();

		if (!formats[i].pi)
			config.cap &= ~VTD_CAP_PI;
		interrupts_start(b, &config, formats[i].irta);
		check_fault(b, formats[i].lo, 0, VTD_FAULT_NONE);
		for (unsigned int bit = 0; bit < 128; bit++)
			check_bit(b, &formats[i], bit);
	}
}

static void test_delivery_modes(void **state)
{
	for (uint64_t dlm = 0; dlm < 8; dlm++)
		check_fault(*state, LEGAL | dlm << 5, 0,
			    dlm == 3 || dlm == 6 ? VTD_FAULT_IRQ_24 :
						   VTD_FAULT_NONE);
}

/* Nothing of it is read: it lies beyond what the host can address. */
static void test_descriptor_beyond_haw(void **state)
{
	struct bench *b = *state;

	check_fault(b, P | 1 << 15, UINT64_C(1) << (BENCH_HAW - 1),
		    VTD_FAULT_IRQ_27);
	check_fault(b, P | 1 << 15, UINT64_C(1) << BENCH_HAW, VTD_FAULT_IRQ_24);
}

/* ---- Who may use an entry ---------------------------------------------- */

static uint64_t source(unsigned int svt, unsigned int sq, unsigned int sid)
{
	return (uint64_t)svt << 18 | (uint64_t)sq << 16 | sid;
}

static void test_no_source_check(void **state)
{
	check_fault(*state, LEGAL, source(0, 3, 0xffff), VTD_FAULT_NONE);
}

/* SQ 0 to 3: bits 2, 2:1 and 2:0 of the function do not count. */
static void test_source_by_id(void **state)
{
	static const unsigned int ignored[] = { 0, 4, 6, 7 };

	for (unsigned int sq = 0; sq < 4; sq++)
		for (unsigned int bit = 0; bit < 16; bit++) {
			unsigned int differ = 1U << bit;

			check_fault(*state, LEGAL, source(1, sq, SID),
				    VTD_FAULT_NONE);
			check_fault(*state, LEGAL, source(1, sq, SID ^ differ),
				    differ & ignored[sq] ? VTD_FAULT_NONE :
							   VTD_FAULT_IRQ_26);
		}
}

/* SID is on bus 3. */
static void test_source_by_bus(void **state)
{
	check_fault(*state, LEGAL, source(2, 0, 0x0303), VTD_FAULT_NONE);
	check_fault(*state, LEGAL, source(2, 3, 0x00ff), VTD_FAULT_NONE);
	check_fault(*state, LEGAL, source(2, 0, 0x0103), VTD_FAULT_NONE);
	check_fault(*state, LEGAL, source(2, 0, 0x0304), VTD_FAULT_NONE);
	check_fault(*state, LEGAL, source(2, 0, 0x0002), VTD_FAULT_IRQ_26);
	check_fault(*state, LEGAL, source(2, 0, 0x04ff), VTD_FAULT_IRQ_26);
	check_fault(*state, LEGAL, source(2, 0, 0x0402), VTD_FAULT_IRQ_26);
}

static void test_source_type_3_is_reserved(void **state)
{
	check_fault(*state, LEGAL, source(3, 0, SID), VTD_FAULT_IRQ_24);
	check_fault(*state, P | 1 << 15 | DESCRIPTOR >> 6 << 38,
		    source(3, 0, SID), VTD_FAULT_IRQ_24);
}

/* 5.1.4: the source is verified first. */
static void test_source_comes_before_reserved_bits(void **state)
{
	check_fault(*state, LEGAL | 1 << 12, source(1, 0, SID ^ 8),
		    VTD_FAULT_IRQ_26);
}

static void test_source_of_a_posting_entry(void **state)
{
	struct bench *b = *state;

	host_posts(b, 5, 0x31, 0);
	check_fault(b, guest_load(b, IRT + 16 * 5), source(1, 0, SID ^ 8),
		    VTD_FAULT_IRQ_26);
	check_fault(b, guest_load(b, IRT + 16 * 5), source(1, 0, SID),
		    VTD_FAULT_NONE);
}

/* ---- The table --------------------------------------------------------- */

/* S: 2^(S+1) entries. */
static void test_index_bound(void **state)
{
	struct bench *b = *state;

	for (unsigned int s = 0; s < 16; s++) {
		unsigned int entries = 2U << s;

		host_sirtp(b, IRT | s);
		interrupts_again(b);
		device_signals(b, SID, entries - 1);
		assert_int_equal(mock_count(&b->m, MOCK_HOST_READ,
					    IRT + 16 * (uint64_t)(entries - 1)),
				 1);
		if (s == 15)
			break;
		interrupts_again(b);
		device_signals(b, SID, entries);
		assert_interrupt_fault(b, VTD_FAULT_IRQ_21, entries);
		assert_int_equal(mock_count(&b->m, MOCK_HOST_READ,
					    IRT + 16 * (uint64_t)entries),
				 0);
	}
}

static void test_table_beyond_haw(void **state)
{
	struct bench *b = *state;

	for (unsigned int bit = BENCH_HAW; bit < 64; bit++) {
		host_sirtp(b, XAPIC | UINT64_C(1) << bit);
		check_fault(b, LEGAL, 0, VTD_FAULT_IRQ_21);
	}
	assert_int_equal(b->m.reads, 0);
}

/* It begins in the last page that there is. */
static void test_table_that_reaches_beyond_haw(void **state)
{
	struct bench *b = *state;

	host_sirtp(b, (UINT64_C(1) << BENCH_HAW) - 0x1000 + 15);
	interrupts_again(b);
	device_signals(b, SID, 255);
	assert_interrupt_fault(b, VTD_FAULT_IRQ_23, 255);
	interrupts_again(b);
	device_signals(b, SID, 256);
	assert_interrupt_fault(b, VTD_FAULT_IRQ_21, 256);
}

static void test_table_unreadable(void **state)
{
	struct bench *b = *state;

	b->m.fail_read = 1;
	check_fault(b, LEGAL, 0, VTD_FAULT_IRQ_23);
	b->m.fail_read = 1;
	check_fault(b, LEGAL | FPD, 0, VTD_FAULT_IRQ_23);
}

/* ---- FPD --------------------------------------------------------------- */

static void check_silent(struct bench *b, uint64_t lo, uint64_t hi)
{
	interrupts_again(b);
	host_entry(b, 5, lo | FPD, hi);
	device_signals(b, SID, 5);
	assert_blocked(b);
	assert_no_record(b);
}

static void test_fpd_silences(void **state)
{
	struct bench *b = *state;

	check_silent(b, 0, 0);
	check_silent(b, LEGAL | 1 << 12, 0);
	check_silent(b, LEGAL, source(1, 0, SID ^ 8));
}

/* The index alone decides these: no entry is read, so no FPD. */
static void test_fpd_is_that_of_this_request(void **state)
{
	struct bench *b = *state;

	check_silent(b, 0, 0);
	device_signals(b, SID, IRT_ENTRIES);
	assert_interrupt_fault(b, VTD_FAULT_IRQ_21, IRT_ENTRIES);
}

/* ---- What is cached ---------------------------------------------------- */

static void test_entry_is_read_once(void **state)
{
	struct bench *b = *state;

	check_fault(b, LEGAL, 0, VTD_FAULT_NONE);
	host_entry(b, 5, 0, 0);
	device_signals(b, SID, 5);
	assert_delivered(b);
	assert_int_equal(b->m.reads, 1);
}

/* Not even with CAP.CM = 1, which would allow it (6.1). */
static void test_faults_are_not_cached(void **state)
{
	struct vtd_config config = interrupts_config();
	struct bench *b = *state;

	config.cap |= VTD_CAP_CM;
	interrupts_start(b, &config, XAPIC);
	device_signals(b, SID, 5);
	host_entry(b, 5, LEGAL | 1 << 12, 0);
	device_signals(b, SID, 5);
	host_entry(b, 5, LEGAL, source(1, 0, SID ^ 8));
	device_signals(b, SID, 5);
	assert_int_equal(b->m.reads, 3);
	interrupts_again(b);
	host_entry(b, 5, LEGAL, 0);
	device_signals(b, SID, 5);
	assert_delivered(b);
}

/* The cached entry is another device's: the table decides, not the cache. */
static void test_cached_entry_of_another_source(void **state)
{
	struct bench *b = *state;

	host_entry(b, 5, LEGAL, source(1, 0, SID ^ 8));
	device_signals(b, SID ^ 8, 5);
	assert_delivered(b);
	device_signals(b, SID, 5);
	assert_interrupt_fault(b, VTD_FAULT_IRQ_26, 5);
	interrupts_again(b);
	host_entry(b, 5, LEGAL, source(1, 0, SID));
	device_signals(b, SID, 5);
	assert_delivered(b);
}

/* What the counters of performance monitoring are told (10.7, group 4). */
static unsigned int counted(const struct bench *b, unsigned int event)
{
	unsigned int count = 0;

	for (unsigned int i = 0; i < b->m.call_count; i++)
		count += b->m.calls[i].op == MOCK_PERF &&
			 b->m.calls[i].a == GATE_PERF_ADD &&
			 b->m.calls[i].b ==
				 (VTD_PUT(GATE_PERF_ADD_GROUP, 4) |
				  VTD_PUT(GATE_PERF_ADD_EVENT, event));
	return count;
}

static void test_lookups_are_counted(void **state)
{
	struct bench *b = *state;

	b->v->counted = 1;
	check_fault(b, LEGAL, 0, VTD_FAULT_NONE);
	assert_int_equal(counted(b, 0), 1);
	device_signals(b, SID, 5);
	host_posts(b, 6, 0x31, 0);
	device_signals(b, SID, 6);
	device_signals(b, SID, 6);
	device_signals(b, SID, 6);
	assert_int_equal(counted(b, 0), 5);
	assert_int_equal(counted(b, 1), 1);
	assert_int_equal(counted(b, 2), 2);
}

/* ---- GCMD -------------------------------------------------------------- */

/* IRTA means nothing until SIRTP; then the old table does not. */
static void test_table_pointer(void **state)
{
	struct bench *b = *state;

	check_fault(b, LEGAL, 0, VTD_FAULT_NONE);
	mock_set_reg(&b->m, VTD_IRTA, BENCH_NO_MEMORY);
	device_signals(b, SID, 5);
	assert_delivered(b);
	host_sirtp(b, BENCH_NO_MEMORY | 7);
	device_signals(b, SID, 5);
	assert_interrupt_fault(b, VTD_FAULT_IRQ_23, 5);
}

/* With and without CAP.ESIRTPS: software that flushes too does no harm. */
static void test_table_pointer_drops_the_cache(void **state)
{
	struct vtd_config config = interrupts_config();
	struct bench *b = *state;

	for (unsigned int i = 0; i < 2; i++) {
		interrupts_start(b, &config, XAPIC);
		check_fault(b, LEGAL, 0, VTD_FAULT_NONE);
		host_entry(b, 5, 0, 0);
		host_sirtp(b, XAPIC);
		device_signals(b, SID, 5);
		assert_interrupt_fault(b, VTD_FAULT_IRQ_22, 5);
		config.cap |= VTD_CAP_ESIRTPS;
	}
}

static void test_disable_drops_the_cache(void **state)
{
	struct bench *b = *state;

	check_fault(b, LEGAL, 0, VTD_FAULT_NONE);
	host_entry(b, 5, 0, 0);
	host_switches(b, 0, VTD_GCMD_IRE);
	assert_false(gsts(b) & VTD_GSTS_IRES);
	host_switches(b, VTD_GCMD_IRE, 0);
	device_signals(b, SID, 5);
	assert_interrupt_fault(b, VTD_FAULT_IRQ_22, 5);
}

/* ECAP.EIM = 0: the bit is reserved, and ignored. */
static void test_x2apic_mode_is_not_there(void **state)
{
	struct vtd_config config = interrupts_config();
	struct bench *b = *state;

	config.ecap &= ~VTD_ECAP_EIM;
	interrupts_start(b, &config, X2APIC);
	check_fault(b, LEGAL | UINT64_C(1) << 32, 0, VTD_FAULT_IRQ_24);
}

/* SIRTP, IRE and CFI in one write, in this order. */
static void test_all_at_once(void **state)
{
	struct vtd_config config = interrupts_config();
	struct bench *b = *state;

	bench_start(b, &config);
	mock_set_reg(&b->m, VTD_IRTA, XAPIC);
	EXPECT_REG_SET32(&b->m, VTD_GSTS, VTD_GSTS_IRTPS);
	EXPECT_REG_SET32(&b->m, VTD_GSTS, VTD_GSTS_IRES);
	EXPECT_REG_SET32(&b->m, VTD_GSTS, VTD_GSTS_CFIS);
	host_gcmd(b, VTD_GCMD_SIRTP | VTD_GCMD_IRE | VTD_GCMD_CFI);
	bench_run(b);
	mock_done(&b->m);
	check_fault(b, LEGAL, 0, VTD_FAULT_NONE);
}

static void test_status_follows_level_bits(void **state)
{
	struct bench *b = *state;

	host_switches(b, VTD_GCMD_CFI, VTD_GCMD_IRE);
	assert_int_equal(gsts(b), VTD_GSTS_IRTPS | VTD_GSTS_CFIS);
	host_switches(b, VTD_GCMD_IRE, VTD_GCMD_CFI);
	assert_int_equal(gsts(b), VTD_GSTS_IRTPS | VTD_GSTS_IRES);
}

/* What was sent by the old rules has arrived before IRES changes. */
static void test_status_waits_for_the_last_message(void **state)
{
	struct bench *b = *state;

	b->m.status_extra = GATE_STATUS_HM_WBUSY;
	host_gcmd(b, 0);
	for (unsigned int turns = 0; turns < 10; turns++)
		assert_true(bench_turn(b));
	assert_true(gsts(b) & VTD_GSTS_IRES);
	b->m.status_extra = 0;
	bench_run(b);
	assert_false(gsts(b) & VTD_GSTS_IRES);
}

/* TES says nothing about interrupts, nor IRES about DMA. */
static void test_with_translation_on(void **state)
{
	struct bench *b = *state;

	host_enables_translation(b);
	host_switches(b, VTD_GCMD_IRE, 0);
	check_fault(b, LEGAL, 0, VTD_FAULT_NONE);
	check_fault(b, 0, 0, VTD_FAULT_IRQ_22);
}

/* The next record is the first one again when TES and IRES are both 0. */
static void test_records_restart_with_all_off(void **state)
{
	struct bench *b = *state;

	host_switches(b, VTD_GCMD_TE, 0);
	device_signals(b, SID, 5);
	assert_int_equal(b->v->faults.next, 1);
	host_switches(b, 0, VTD_GCMD_TE);
	assert_int_equal(b->v->faults.next, 1);
	host_switches(b, VTD_GCMD_TE, 0);
	host_switches(b, 0, VTD_GCMD_IRE);
	assert_int_equal(b->v->faults.next, 1);
	host_switches(b, VTD_GCMD_IRE, 0);
	host_switches(b, 0, VTD_GCMD_TE);
	assert_int_equal(b->v->faults.next, 1);
	host_switches(b, 0, VTD_GCMD_IRE);
	assert_int_equal(b->v->faults.next, 0);
}

int irq_table_tests(void)
{
	static const struct CMUnitTest tests[] = {
		INTERRUPTS(test_not_present),
		INTERRUPTS(test_reserved_bits),
		INTERRUPTS(test_delivery_modes),
		INTERRUPTS(test_descriptor_beyond_haw),
		INTERRUPTS(test_no_source_check),
		INTERRUPTS(test_source_by_id),
		INTERRUPTS(test_source_by_bus),
		INTERRUPTS(test_source_type_3_is_reserved),
		INTERRUPTS(test_source_comes_before_reserved_bits),
		INTERRUPTS(test_source_of_a_posting_entry),
		INTERRUPTS(test_index_bound),
		INTERRUPTS(test_table_beyond_haw),
		INTERRUPTS(test_table_that_reaches_beyond_haw),
		INTERRUPTS(test_table_unreadable),
		INTERRUPTS(test_fpd_silences),
		INTERRUPTS(test_fpd_is_that_of_this_request),
		INTERRUPTS(test_entry_is_read_once),
		INTERRUPTS(test_faults_are_not_cached),
		INTERRUPTS(test_cached_entry_of_another_source),
		INTERRUPTS(test_lookups_are_counted),
		INTERRUPTS(test_table_pointer),
		INTERRUPTS(test_table_pointer_drops_the_cache),
		INTERRUPTS(test_disable_drops_the_cache),
		INTERRUPTS(test_x2apic_mode_is_not_there),
		INTERRUPTS(test_all_at_once),
		INTERRUPTS(test_status_follows_level_bits),
		INTERRUPTS(test_status_waits_for_the_last_message),
		INTERRUPTS(test_with_translation_on),
		INTERRUPTS(test_records_restart_with_all_off),
	};

	return cmocka_run_group_tests_name("irq_table", tests, NULL, NULL);
}
