/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */
/*
 * Global commands (11.4.4): TE, SRTP, QIE, WBF, one or several in a write, and
 * when their status bits change. The queue itself: inv_queue_test.c.
 */

#include "groups.h"

#include "pasids.h"

#define OP(name) VTD_PUT(GATE_INV_OP, GATE_INV_##name)
#define MODE(name)                                                             \
	(VTD_PUT(GATE_MODE_MODE, GATE_MODE_##name) | GATE_MODE_ZLR |           \
	 VTD_PUT(GATE_MODE_HAW, BENCH_HAW))

static uint32_t gsts(const struct bench *b)
{
	return (uint32_t)mock_reg(&b->m, VTD_GSTS);
}

static void expect_srtp(struct bench *b)
{
	EXPECT_INVALIDATE(&b->m, OP(KEY_ALL), 0);
	EXPECT_INVALIDATE(&b->m, OP(RETIRE_ALL), 0);
}

/* New requests are translated at once; TES tells when the old are done. */
static void test_translation_on(void **state)
{
	struct bench *b = *state;

	EXPECT_MODE(&b->m, MODE(TRANSLATE));
	EXPECT_INVALIDATE(&b->m, OP(DRAIN), 0);
	EXPECT_REG_SET32(&b->m, VTD_GSTS, VTD_GSTS_TES);
	host_gcmd(b, VTD_GCMD_TE);
	bench_run(b);
	mock_done(&b->m);
}

static void test_translation_off(void **state)
{
	struct bench *b = *state;

	host_enables_translation(b);
	EXPECT_MODE(&b->m, MODE(PASS));
	EXPECT_INVALIDATE(&b->m, OP(DRAIN), 0);
	EXPECT_REG_CLEAR32(&b->m, VTD_GSTS, VTD_GSTS_TES);
	host_gcmd(b, 0);
	bench_run(b);
	mock_done(&b->m);
}

/*
 * The gate refuses PASS when the host has set TE again meanwhile. Should TE be
 * 0 once more when that is heard of, GSTS says 0 already and PASS is still due.
 */
static void test_refused_pass_is_made_good(void **state)
{
	struct bench *b = *state;

	host_enables_translation(b);
	host_gcmd(b, 0);
	bench_run(b);
	b->m.mode = GATE_MODE_BLOCK;
	EXPECT_MODE(&b->m, MODE(PASS));
	host_gcmd(b, 0);
	bench_run(b);
	mock_done(&b->m);
}

/* Level bits act on differences only. */
static void test_no_change_is_no_command(void **state)
{
	struct bench *b = *state;

	mock_expect_nothing(&b->m);
	host_gcmd(b, 0);
	bench_run(b);
	mock_done(&b->m);
	host_enables_translation(b);
	mock_expect_nothing(&b->m);
	host_gcmd(b, VTD_GCMD_TE);
	bench_run(b);
	mock_done(&b->m);
}

/* TES neither rises nor falls before the drain is over. */
static void test_status_waits_for_the_drain(void **state)
{
	struct bench *b = *state;

	b->m.drain_polls = 20;
	host_gcmd(b, VTD_GCMD_TE);
	for (unsigned int turns = 0; turns < 10; turns++)
		assert_true(bench_turn(b));
	assert_false(gsts(b) & VTD_GSTS_TES);
	bench_run(b);
	assert_true(gsts(b) & VTD_GSTS_TES);
	host_gcmd(b, 0);
	for (unsigned int turns = 0; turns < 10; turns++)
		assert_true(bench_turn(b));
	assert_true(gsts(b) & VTD_GSTS_TES);
	bench_run(b);
	assert_false(gsts(b) & VTD_GSTS_TES);
}

/* A drain that never ends: TES never lies, and the gate blocks. */
static void test_status_never_lies(void **state)
{
	struct bench *b = *state;
	unsigned int turns = 0;

	b->m.drain_polls = MOCK_FOREVER;
	host_gcmd(b, VTD_GCMD_TE);
	while (vtd_alive(b->v) && turns++ <= 2 * VTD_POLL_LIMIT)
		bench_turn(b);
	assert_false(vtd_alive(b->v));
	assert_false(gsts(b) & VTD_GSTS_TES);
	assert_int_equal(b->m.mode, GATE_MODE_BLOCK);
}

/* Nothing of the old root survives, in caches or gate; then RTPS. */
static void test_root_pointer(void **state)
{
	struct bench *b = *state;

	expect_srtp(b);
	EXPECT_INVALIDATE(&b->m, OP(DRAIN), 0);
	EXPECT_REG_SET32(&b->m, VTD_GSTS, VTD_GSTS_RTPS);
	host_srtp(b, b->t.root);
	bench_run(b);
	mock_done(&b->m);
}

/* RTADDR means nothing until SRTP. */
static void test_root_is_latched_by_srtp_only(void **state)
{
	struct bench *b = *state;

	host_enables_translation(b);
	mock_set_reg(&b->m, VTD_RTADDR, BENCH_NO_MEMORY);
	device_asks(b, SID, IOVA, 0);
	assert_int_equal(mock_count(&b->m, MOCK_HOST_READ,
				    tables_root_slot(&b->t, SID)),
			 1);
	assert_faulted(b, SID, IOVA, VTD_FAULT_LRT_2);
}

/* With TES = 1: the next request goes by the new root. */
static void test_new_root_under_translation(void **state)
{
	struct bench *b = *state;
	struct tables other;

	assert_int_equal(tables_attach(&b->t, SID, DID, 4), 0);
	assert_int_equal(
		tables_map(&b->t, SID, IOVA, PA, TABLES_PAGE_4K, TABLES_RW), 0);
	host_enables_translation(b);
	device_asks(b, SID, IOVA, 0);
	assert_granted(b, PA, 0, TABLES_RW);
	assert_int_equal(tables_init(&other, b->t.mem, BENCH_QUEUE, 0x40000),
			 0);
	assert_int_equal(tables_attach(&other, SID, DID, 3), 0);
	assert_int_equal(tables_map(&other, SID, IOVA, PA + 0x1000,
				    TABLES_PAGE_4K, TABLES_R),
			 0);
	host_srtp(b, other.root);
	bench_run(b);
	device_asks(b, SID, IOVA, 0);
	assert_granted(b, PA + 0x1000, 0, TABLES_R);
}

/* A second SRTP during the first one's drain: RTPS is the second's. */
static void test_second_root_pointer_in_a_row(void **state)
{
	struct bench *b = *state;

	b->m.drain_polls = 10;
	host_srtp(b, BENCH_NO_MEMORY);
	bench_turn(b);
	bench_turn(b);
	host_srtp(b, b->t.root);
	while (mock_traces(&b->m, VTD_TRACE_SRTP) < 2) {
		assert_false(gsts(b) & VTD_GSTS_RTPS);
		assert_true(bench_turn(b));
	}
	assert_false(gsts(b) & VTD_GSTS_RTPS);
	bench_run(b);
	assert_true(gsts(b) & VTD_GSTS_RTPS);
}

/* TE written back and forth during its drain ends where it was left. */
static void test_te_changes_its_mind(void **state)
{
	struct bench *b = *state;

	b->m.drain_polls = 10;
	host_gcmd(b, VTD_GCMD_TE);
	bench_turn(b);
	host_gcmd(b, 0);
	bench_run(b);
	assert_false(gsts(b) & VTD_GSTS_TES);
	assert_int_equal(b->m.mode, GATE_MODE_PASS);
	host_gcmd(b, VTD_GCMD_TE);
	bench_turn(b);
	host_gcmd(b, 0);
	bench_turn(b);
	host_gcmd(b, VTD_GCMD_TE);
	bench_run(b);
	assert_true(gsts(b) & VTD_GSTS_TES);
	assert_int_equal(b->m.mode, GATE_MODE_TRANSLATE);
}

/* Several bits in a write, as emulations take it. */
static void test_all_at_once(void **state)
{
	struct bench *b = *state;

	mock_set_reg(&b->m, VTD_RTADDR, b->t.root);
	mock_set_reg(&b->m, VTD_IQA, BENCH_QUEUE);
	host_gcmd(b, VTD_GCMD_TE | VTD_GCMD_SRTP | VTD_GCMD_QIE);
	bench_run(b);
	assert_int_equal(gsts(b), VTD_GSTS_TES | VTD_GSTS_RTPS | VTD_GSTS_QIES);
	assert_int_equal(b->m.mode, GATE_MODE_TRANSLATE);
}

/* WBF: cleared when done; without CAP.RWBF it does nothing. */
static void test_write_buffer_flush(void **state)
{
	struct bench *b = *state;
	struct vtd_config config = bench_config();

	config.cap |= VTD_CAP_RWBF;
	bench_start(b, &config);
	host_gcmd(b, VTD_GCMD_WBF);
	assert_true(gsts(b) & VTD_GSTS_WBFS);
	bench_run(b);
	assert_false(gsts(b) & VTD_GSTS_WBFS);
	config.cap &= ~VTD_CAP_RWBF;
	bench_start(b, &config);
	mock_expect_nothing(&b->m);
	host_gcmd(b, VTD_GCMD_WBF);
	bench_run(b);
	mock_done(&b->m);
	assert_int_equal(gsts(b), 0);
}

static struct vtd_config scalable_config(void)
{
	struct vtd_config config = bench_config();

	config.ecap |= VTD_ECAP_SMTS | VTD_ECAP_SSTS | VTD_ECAP_FSTS |
		       VTD_ECAP_SMPWCS | VTD_ECAP_RPS;
	return config;
}

/* SMTS = 1: nothing that was translated outlives TE (11.4.4.1). */
static void test_translation_off_flushes(void **state)
{
	struct bench *b = *state;
	struct vtd_config config = scalable_config();

	bench_start(b, &config);
	host_enables_translation(b);
	EXPECT_INVALIDATE(&b->m, OP(KEY_ALL), 0);
	EXPECT_INVALIDATE(&b->m, OP(RETIRE_ALL), 0);
	EXPECT_MODE(&b->m, MODE(PASS));
	EXPECT_INVALIDATE(&b->m, OP(DRAIN), 0);
	EXPECT_REG_CLEAR32(&b->m, VTD_GSTS, VTD_GSTS_TES);
	host_gcmd(b, 0);
	bench_run(b);
	mock_done(&b->m);
}

/* From one mode to the other: what was cached is gone before RTPS is set. */
static void test_mode_changes_under_translation(void **state)
{
	static const uint64_t ttm[] = { VTD_TTM_SCALABLE, VTD_TTM_LEGACY,
					VTD_TTM_ABORT, VTD_TTM_SCALABLE };
	struct bench *b = *state;
	struct vtd_config config = scalable_config();

	bench_start(b, &config);
	host_enables_translation(b);
	for (unsigned int i = 0; i < 4; i++) {
		expect_srtp(b);
		EXPECT_INVALIDATE(&b->m, OP(DRAIN), 0);
		EXPECT_REG_SET32(&b->m, VTD_GSTS, VTD_GSTS_RTPS);
		host_srtp(b, b->t.root | VTD_PUT(VTD_RTADDR_TTM, ttm[i]));
		bench_run(b);
		mock_done(&b->m);
		assert_int_equal(b->v->ttm, ttm[i]);
	}
}

/* One page for SID, which it has used, by tables of the mode in force. */
static void use_page(struct bench *b)
{
	device_asks(b, SID, IOVA, 0);
	assert_granted(b, PA, 0, TABLES_RW);
	device_asks(b, SID, IOVA, 0);
	assert_granted(b, PA, 0, TABLES_RW);
}

/* An empty root table in mode @ttm: SID gets @reason and nothing cached. */
static void move_to_empty_root(struct bench *b, uint64_t ttm,
			       enum vtd_fault reason)
{
	host_srtp(b, tables_alloc(&b->t) | VTD_PUT(VTD_RTADDR_TTM, ttm));
	bench_run(b);
	device_asks(b, SID, IOVA, 0);
	assert_faulted(b, SID, IOVA, reason);
}

static void test_legacy_leaks_nothing_into_scalable(void **state)
{
	struct bench *b = *state;

	pasids_start(b, 0, 0);
	assert_int_equal(tables_attach(&b->t, SID, DID, 4), 0);
	assert_int_equal(
		tables_map(&b->t, SID, IOVA, PA, TABLES_PAGE_4K, TABLES_RW), 0);
	host_enables_translation(b);
	use_page(b);
	move_to_empty_root(b, VTD_TTM_SCALABLE, VTD_FAULT_SRT_2);
}

static void test_scalable_leaks_nothing_into_legacy(void **state)
{
	struct bench *b = *state;
	struct pasid_entry second;

	pasids_start(b, 0, 0);
	second = pasids_second(pasids_tree(b, 4), 4);
	pasids_attach(b, SID, 0);
	pasids_put(b, SID, RID_PASID, &second);
	pasids_enable(b);
	use_page(b);
	move_to_empty_root(b, VTD_TTM_LEGACY, VTD_FAULT_LRT_2);
}

/* IR = 0: its commands change nothing and show nothing (11.4.4). */
static void test_interrupt_remapping_is_not_there(void **state)
{
	struct bench *b = *state;

	mock_expect_nothing(&b->m);
	host_gcmd(b, VTD_GCMD_IRE | VTD_GCMD_SIRTP | VTD_GCMD_CFI);
	bench_run(b);
	mock_done(&b->m);
	assert_int_equal(gsts(b), 0);
}

/* QI = 0: the same for QIE. */
static void test_queue_is_not_there(void **state)
{
	struct bench *b = *state;
	struct vtd_config config = bench_config();

	config.ecap &= ~VTD_ECAP_QI;
	bench_start(b, &config);
	mock_expect_nothing(&b->m);
	host_gcmd(b, VTD_GCMD_QIE);
	host_tail(b, 1);
	bench_run(b);
	mock_done(&b->m);
	assert_int_equal(gsts(b), 0);
}

/* Reserved bits 29, 28 and 22:0. */
static void test_reserved_bits(void **state)
{
	struct bench *b = *state;

	mock_expect_nothing(&b->m);
	host_gcmd(b, 0x307fffff);
	bench_run(b);
	mock_done(&b->m);
}

/* CAP.ZLR goes to the gate with every mode. */
static void test_mode_tells_of_zero_length_reads(void **state)
{
	struct bench *b = *state;
	struct vtd_config config = bench_config();

	config.cap &= ~VTD_CAP_ZLR;
	bench_start(b, &config);
	EXPECT_MODE(&b->m, MODE(TRANSLATE) & ~GATE_MODE_ZLR);
	EXPECT_INVALIDATE(&b->m, OP(DRAIN), 0);
	EXPECT_REG_SET32(&b->m, VTD_GSTS, VTD_GSTS_TES);
	host_gcmd(b, VTD_GCMD_TE);
	bench_run(b);
	mock_done(&b->m);
}

static void gcmd_event(struct bench *b, uint32_t value, uint64_t rtaddr)
{
	mock_work(&b->m,
		  GATE_KIND_EVENT | VTD_PUT(GATE_WORK0_EVENT, GATE_EVENT_GCMD) |
			  VTD_PUT(GATE_WORK0_VALUE, value),
		  rtaddr, 0);
}

/* The operand is SRTP's; other commands bring none. */
static void test_root_waits_with_its_own_operand(void **state)
{
	struct bench *b = *state;

	b->m.drain_polls = 10;
	gcmd_event(b, VTD_GCMD_SRTP, BENCH_NO_MEMORY);
	bench_turn(b);
	gcmd_event(b, VTD_GCMD_SRTP, b->t.root);
	bench_turn(b);
	gcmd_event(b, VTD_GCMD_TE, BENCH_NO_MEMORY);
	bench_run(b);
	device_asks(b, SID, IOVA, 0);
	assert_faulted(b, SID, IOVA, VTD_FAULT_LRT_2);
}

/*
 * The gate refuses PASS while the newest GCMD has TE = 1. TE written 0, 1 and
 * 0 again: the last write stands, though GSTS shows no difference.
 */
static void test_pass_that_was_refused(void **state)
{
	struct bench *b = *state;

	host_enables_translation(b);
	b->m.refuse_pass = true;
	gcmd_event(b, 0, 0);
	bench_run(b);
	assert_int_equal(b->m.mode, GATE_MODE_BLOCK);
	b->m.refuse_pass = false;
	gcmd_event(b, 0, 0);
	bench_run(b);
	assert_int_equal(b->m.mode, GATE_MODE_PASS);
	assert_false(gsts(b) & VTD_GSTS_TES);
}

int reg_gcmd_tests(void)
{
	static const struct CMUnitTest tests[] = {
		UNIT(test_translation_on),
		UNIT(test_translation_off),
		UNIT(test_refused_pass_is_made_good),
		UNIT(test_no_change_is_no_command),
		UNIT(test_status_waits_for_the_drain),
		UNIT(test_status_never_lies),
		UNIT(test_root_pointer),
		UNIT(test_root_is_latched_by_srtp_only),
		UNIT(test_new_root_under_translation),
		UNIT(test_second_root_pointer_in_a_row),
		UNIT(test_te_changes_its_mind),
		UNIT(test_all_at_once),
		UNIT(test_write_buffer_flush),
		UNIT(test_translation_off_flushes),
		UNIT(test_mode_changes_under_translation),
		UNIT(test_legacy_leaks_nothing_into_scalable),
		UNIT(test_scalable_leaks_nothing_into_legacy),
		UNIT(test_interrupt_remapping_is_not_there),
		UNIT(test_queue_is_not_there),
		UNIT(test_reserved_bits),
		UNIT(test_mode_tells_of_zero_length_reads),
		UNIT(test_root_waits_with_its_own_operand),
		UNIT(test_pass_that_was_refused),
	};

	return cmocka_run_group_tests_name("reg_gcmd", tests, NULL, NULL);
}
