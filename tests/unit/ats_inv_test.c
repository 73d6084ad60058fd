/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */
/*
 * Invalidation of device TLBs: what goes out for a descriptor (6.5.2.5,
 * 6.5.2.6), what counts as its completion (4.3), and what does not; time-outs
 * (6.5.2.11). Descriptors are laid out as the specification's figures have
 * them, requests as PCIe ATS has them.
 */

#include "groups.h"

#include "ats.h"
#include "devices.h"
#include "msg.h"

#define OP(name)  VTD_PUT(GATE_INV_OP, GATE_INV_##name)
#define OTHER     UINT16_C(0x0418)
#define PAGE      IOVA
#define BIT(n)    (UINT64_C(1) << (n))
#define TICK      (VTD_DEVICE_TIMEOUT / (MSG_TICKS - 1))
#define IOTLB_ALL (VTD_DESC_IOTLB | VTD_PUT(VTD_DESC_LO_G, VTD_G_GLOBAL))

static uint32_t fsts(const struct bench *b)
{
	return (uint32_t)mock_reg(&b->m, VTD_FSTS);
}

static unsigned int itesid(const struct bench *b)
{
	return (unsigned int)(mock_reg(&b->m, VTD_IQERCD) >> 32 & 0xffff);
}

static unsigned int icesid(const struct bench *b)
{
	return (unsigned int)(mock_reg(&b->m, VTD_IQERCD) >> 48);
}

static uint64_t iqh(const struct bench *b)
{
	return mock_reg(&b->m, VTD_IQH);
}

static unsigned int requests(const struct bench *b, uint16_t sid,
			     unsigned int itag)
{
	return mock_count(&b->m, MOCK_MSG, inv_req(sid, itag, 0));
}

/* One descriptor and a wait in slots 0 and 1, worked. */
static void invalidate_and_wait(struct bench *b)
{
	host_wide(b, 0, device_tlb_lo(SID, 0), PAGE);
	host_wide(b, 1, WAIT_SW, BENCH_STATUS);
	host_wide_tail(b, 2);
	bench_run(b);
	assert_int_equal(ats_inv_pending(b->v), 1);
}

/* MIP 20:16, SID 47:32, S 64, address 127:76. */
static void test_request(void **state)
{
	struct bench *b = *state;

	host_wide(b, 0, device_tlb_lo(SID, 3), PAGE);
	host_wide(b, 1, device_tlb_lo(OTHER, 0), UINT64_C(0x11f001));
	host_wide_tail(b, 2);
	EXPECT_HOST_READ(&b->m, BENCH_QUEUE, 8);
	EXPECT_MSG(&b->m, inv_req(SID, 0, 0), PAGE, 0, 0);
	EXPECT_TIMER(&b->m, TICK);
	EXPECT_MSG(&b->m, inv_req(OTHER, 1, 0), UINT64_C(0x11f800), 0, 0);
	EXPECT_REG_WRITE32(&b->m, VTD_IQH, 64);
	bench_run(b);
	mock_done(&b->m);
}

/* MIP 8:4, SID 31:16, PASID 51:32, GI 64, S 75. */
static void test_request_with_pasid(void **state)
{
	struct bench *b = *state;

	host_wide(b, 0, pasid_device_tlb_lo(SID, 0xabcde, 31), PAGE | BIT(11));
	host_wide(b, 1, pasid_device_tlb_lo(SID, 0xabcde, 0), WHOLE | 1);
	host_wide_tail(b, 2);
	EXPECT_HOST_READ(&b->m, BENCH_QUEUE, 8);
	EXPECT_MSG(&b->m, inv_req(SID, 0, WITH(0xabcde)), PAGE | BIT(11), 0, 0);
	EXPECT_TIMER(&b->m, TICK);
	EXPECT_MSG(&b->m, inv_req(SID, 1, WITH(0)), WHOLE | 1, 0, 0);
	EXPECT_REG_WRITE32(&b->m, VTD_IQH, 64);
	bench_run(b);
	mock_done(&b->m);
}

/* IOTLB first; the answer; a drain after it; head; status. Nothing earlier. */
static void test_order_of_a_wait(void **state)
{
	struct bench *b = *state;

	host_wide(b, 0, IOTLB_ALL, 0);
	host_wide(b, 1, device_tlb_lo(SID, 0), PAGE);
	host_wide(b, 2, WAIT_SW, BENCH_STATUS);
	host_wide_tail(b, 3);
	EXPECT_HOST_READ(&b->m, BENCH_QUEUE, 8);
	EXPECT_INVALIDATE(&b->m, OP(RETIRE_ALL), 0);
	EXPECT_MSG(&b->m, inv_req(SID, 0, 0), PAGE, 0, 0);
	EXPECT_TIMER(&b->m, TICK);
	EXPECT_HOST_READ(&b->m, BENCH_QUEUE + 64, 4);
	EXPECT_REG_WRITE32(&b->m, VTD_IQH, 64);
	bench_run(b);
	mock_done(&b->m);
	EXPECT_INVALIDATE(&b->m, OP(DRAIN), 0);
	EXPECT_REG_WRITE32(&b->m, VTD_IQH, 96);
	EXPECT_HOST_WRITE32(&b->m, BENCH_STATUS, STATUS_DATA);
	device_completes(b, SID, 1, 1);
	mock_done(&b->m);
}

/* An answer that came before the wait was fetched is drained just so. */
static void test_answered_before_the_wait(void **state)
{
	struct bench *b = *state;

	host_invalidates(b, SID, PAGE);
	device_completes(b, SID, 1, 1);
	host_wide(b, 1, WAIT_SW, BENCH_STATUS);
	host_wide_tail(b, 2);
	EXPECT_HOST_READ(&b->m, BENCH_QUEUE + 32, 4);
	EXPECT_INVALIDATE(&b->m, OP(DRAIN), 0);
	EXPECT_REG_WRITE32(&b->m, VTD_IQH, 64);
	EXPECT_HOST_WRITE32(&b->m, BENCH_STATUS, STATUS_DATA);
	bench_run(b);
	mock_done(&b->m);
}

/* What comes behind a wait stays there, FN or not; drains may take long. */
static void test_nothing_overtakes_a_wait(void **state)
{
	struct bench *b = *state;

	b->m.drain_polls = 20;
	host_wide(b, 2, device_tlb_lo(OTHER, 0), PAGE);
	invalidate_and_wait(b);
	host_wide_tail(b, 3);
	bench_run(b);
	assert_int_equal(requests(b, OTHER, 1), 0);
	mock_work(&b->m,
		  GATE_KIND_MSG | UINT64_C(2) << 56 | (uint64_t)SID << 40,
		  BIT(32) | 1, 0);
	for (unsigned int turns = 0; turns < 10; turns++)
		bench_turn(b);
	assert_int_equal(requests(b, OTHER, 0), 0);
	assert_false(status_written(b));
	bench_run(b);
	assert_int_equal(requests(b, OTHER, 0), 1);
	assert_true(status_written(b));
}

/* CC says how many messages each ITag gets; 0 says 8. */
static void test_completion_count(void **state)
{
	struct bench *b = *state;

	for (unsigned int cc = 0; cc < 8; cc++) {
		unsigned int wanted = cc ? cc : 8;

		host_invalidates(b, SID, PAGE);
		for (unsigned int i = 1; i < wanted; i++) {
			device_completes(b, SID, 1, cc);
			assert_int_equal(ats_inv_pending(b->v), 1);
		}
		device_completes(b, SID, 1, cc);
		assert_int_equal(ats_inv_pending(b->v), 0);
	}
	assert_int_equal(fsts(b), 0);
}

/* More messages than any CC: none of them completes it. */
static void test_too_many_messages(void **state)
{
	struct bench *b = *state;

	host_invalidates(b, SID, PAGE);
	device_completes(b, SID, 1, 3);
	for (unsigned int i = 0; i < 300; i++)
		device_completes(b, SID, 1, 1);
	assert_int_equal(ats_inv_pending(b->v), 1);
	assert_int_equal(fsts(b), 0);
}

/* One message may name several. */
static void test_several_itags(void **state)
{
	struct bench *b = *state;

	for (unsigned int i = 0; i < 4; i++)
		host_invalidates(b, SID, PAGE);
	device_completes(b, SID, 0xb, 1);
	assert_int_equal(ats_inv_pending(b->v), 1);
	device_completes(b, SID, 0x4, 1);
	assert_int_equal(ats_inv_pending(b->v), 0);
	assert_int_equal(fsts(b), 0);
}

static void assert_bad(struct bench *b, uint16_t sid, uint32_t itags)
{
	unsigned int pending = ats_inv_pending(b->v);

	device_completes(b, sid, itags, 1);
	assert_int_equal(ats_inv_pending(b->v), pending);
	assert_int_equal(fsts(b), VTD_FSTS_ICE);
	assert_int_equal(icesid(b), sid);
	assert_false(status_written(b));
	host_clear_fsts(b, VTD_FSTS_ICE);
	bench_run(b);
}

/* Nothing is credited by whom it is not, nor for what is not. */
static void test_bad_completions(void **state)
{
	struct bench *b = *state;

	invalidate_and_wait(b);
	assert_bad(b, OTHER, 1);
	for (unsigned int itag = 1; itag < 32; itag++)
		assert_bad(b, SID, UINT32_C(1) << itag);
	assert_bad(b, OTHER, ~UINT32_C(0));
	device_completes(b, SID, 1, 1);
	assert_true(status_written(b));
	guest_store(b, BENCH_STATUS, 0);
	/* Doubled: it is free now. */
	assert_bad(b, SID, 1);
}

/* The good one of a mixed vector counts, and the bad one is told. */
static void test_mixed_completion(void **state)
{
	struct bench *b = *state;

	invalidate_and_wait(b);
	device_completes(b, SID, 0x80000001, 1);
	assert_true(status_written(b));
	assert_int_equal(fsts(b), VTD_FSTS_ICE);
	assert_int_equal(icesid(b), SID);
}

/* No ITag at all: nobody is complained about. */
static void test_empty_completion(void **state)
{
	struct bench *b = *state;

	invalidate_and_wait(b);
	device_completes(b, SID, 0, 1);
	assert_int_equal(fsts(b), 0);
	assert_int_equal(ats_inv_pending(b->v), 1);
}

/* The queue depth that the host named is kept; others are not held up. */
static void test_queue_depth(void **state)
{
	struct bench *b = *state;

	for (unsigned int i = 0; i < 4; i++)
		host_wide(b, i, device_tlb_lo(i < 3 ? SID : OTHER, 2),
			  PAGE + i * VTD_PAGE_SIZE);
	host_wide_tail(b, 4);
	bench_run(b);
	assert_int_equal(ats_inv_pending(b->v), 2);
	assert_int_equal(iqh(b), 64);
	assert_false(bench_turn(b));
	EXPECT_MSG(&b->m, inv_req(SID, 0, 0), PAGE + 2 * VTD_PAGE_SIZE, 0, 0);
	EXPECT_MSG(&b->m, inv_req(OTHER, 2, 0), PAGE + 3 * VTD_PAGE_SIZE, 0, 0);
	EXPECT_REG_WRITE32(&b->m, VTD_IQH, 128);
	device_completes(b, SID, 1, 1);
	mock_done(&b->m);
}

/* 0 is 32, which is also all there are; a completion makes room for one. */
static void test_all_itags(void **state)
{
	struct bench *b = *state;

	for (unsigned int i = 0; i < 40; i++)
		host_wide(b, i, device_tlb_lo(i & 1 ? SID : OTHER, 0), PAGE);
	host_wide_tail(b, 40);
	bench_run(b);
	assert_int_equal(ats_inv_pending(b->v), 32);
	assert_int_equal(iqh(b), 32 * 32);
	for (unsigned int i = 0; i < 32; i++)
		assert_int_equal(requests(b, i & 1 ? SID : OTHER, i), 1);
	device_completes(b, SID, UINT32_C(1) << 7, 1);
	assert_int_equal(requests(b, OTHER, 7), 1);
	assert_int_equal(ats_inv_pending(b->v), 32);
	assert_int_equal(iqh(b), 33 * 32);
}

static uint64_t pfsid(uint16_t pf)
{
	return (uint64_t)(pf >> 4) << 52 | (uint64_t)(pf & 0xf) << 12;
}

/* With ECAP.DIT a physical function and its virtual ones share a limit. */
static void test_shared_limit(void **state)
{
	struct bench *b = *state;

	devices_start(b, VTD_ECAP_DIT, 0);
	host_wide(b, 0, device_tlb_lo(SID + 1, 2) | pfsid(SID), PAGE);
	host_wide(b, 1, pasid_device_tlb_lo(SID + 2, 7, 2) | pfsid(SID), PAGE);
	host_wide(b, 2, device_tlb_lo(SID + 1, 2) | pfsid(SID + 1), PAGE);
	host_wide(b, 3, device_tlb_lo(SID, 2) | pfsid(SID), PAGE);
	host_wide_tail(b, 4);
	bench_run(b);
	assert_int_equal(ats_inv_pending(b->v), 3);
	assert_int_equal(iqh(b), 96);
	device_completes(b, SID + 1, 4, 1);
	assert_int_equal(iqh(b), 96);
	device_completes(b, SID + 2, 2, 1);
	assert_int_equal(iqh(b), 128);
	assert_int_equal(requests(b, SID, 1), 1);
}

/* Answers have room first; the descriptor is tried until there is some. */
static void test_no_room_in_the_stream(void **state)
{
	struct bench *b = *state;

	b->m.msg_free = GATE_MSG_ROOM_OWN + 1;
	host_wide(b, 0, device_tlb_lo(SID, 0), PAGE);
	host_wide(b, 1, IOTLB_ALL, 0);
	host_wide_tail(b, 2);
	for (unsigned int turns = 0; turns < 20; turns++)
		assert_true(bench_turn(b));
	assert_int_equal(ats_inv_pending(b->v), 0);
	assert_int_equal(iqh(b), 0);
	assert_int_equal(mock_count(&b->m, MOCK_INVALIDATE, OP(RETIRE_ALL)), 0);
	b->m.msg_free = GATE_MSG_ROOM_OWN + 2;
	bench_run(b);
	assert_int_equal(requests(b, SID, 0), 1);
	assert_int_equal(mock_count(&b->m, MOCK_INVALIDATE, OP(RETIRE_ALL)), 1);
}

/* ITE, ITESID, the wait aborted; the queue stands until ITE is cleared. */
static void test_time_out(void **state)
{
	struct bench *b = *state;

	invalidate_and_wait(b);
	host_wide(b, 2, device_tlb_lo(SID, 0), PAGE);
	host_wide(b, 3, WAIT_SW, BENCH_STATUS);
	ticks(b, MSG_TICKS - 1);
	assert_int_equal(fsts(b), 0);
	mock_forget(&b->m);
	ticks(b, 1);
	assert_int_equal(fsts(b), VTD_FSTS_ITE);
	assert_int_equal(itesid(b), SID);
	assert_int_equal(mock_count(&b->m, MOCK_HOST_WRITE32, FEADDR_VALUE), 1);
	assert_int_equal(iqh(b), 64);
	host_wide_tail(b, 4);
	bench_run(b);
	assert_int_equal(iqh(b), 64);
	assert_false(status_written(b));
	host_clear_fsts(b, VTD_FSTS_ITE);
	bench_run(b);
	assert_int_equal(requests(b, SID, 1), 1);
	device_completes(b, SID, 2, 1);
	assert_true(status_written(b));
	assert_int_equal(iqh(b), 128);
	assert_int_equal(fsts(b), 0);
}

/* Every one that is pending has its own time; ITESID is the first's. */
static void test_time_out_of_one_of_two(void **state)
{
	struct bench *b = *state;

	host_invalidates(b, SID, PAGE);
	ticks(b, 2);
	host_invalidates(b, OTHER, PAGE);
	ticks(b, MSG_TICKS - 2);
	assert_int_equal(fsts(b), VTD_FSTS_ITE);
	assert_int_equal(itesid(b), SID);
	assert_int_equal(ats_inv_pending(b->v), 1);
	/* 6.5.2.11: responses are processed as ever while ITE is set. */
	device_completes(b, OTHER, 2, 1);
	assert_int_equal(ats_inv_pending(b->v), 0);
	assert_int_equal(fsts(b), VTD_FSTS_ITE);
	host_clear_fsts(b, VTD_FSTS_ITE);
	ticks(b, 2);
	assert_int_equal(fsts(b), 0);
}

/* What was fetched but not begun is read again: it may have changed. */
static void test_queue_is_read_again_after_a_time_out(void **state)
{
	struct bench *b = *state;

	host_wide(b, 0, device_tlb_lo(SID, 1), PAGE);
	host_wide(b, 1, device_tlb_lo(SID, 1), PAGE);
	host_wide_tail(b, 2);
	bench_run(b);
	ticks(b, MSG_TICKS);
	assert_int_equal(iqh(b), 32);
	host_wide(b, 1, device_tlb_lo(OTHER, 1), PAGE);
	host_clear_fsts(b, VTD_FSTS_ITE);
	bench_run(b);
	assert_int_equal(requests(b, OTHER, 1), 1);
}

static void time_out(struct bench *b)
{
	host_invalidates(b, SID, PAGE);
	ticks(b, MSG_TICKS);
	assert_int_equal(fsts(b), VTD_FSTS_ITE);
	host_clear_fsts(b, VTD_FSTS_ITE);
	bench_run(b);
	mock_forget(&b->m);
}

/* A late completion is an error, and credited to nobody. */
static void test_late_completion(void **state)
{
	struct bench *b = *state;

	time_out(b);
	host_invalidates(b, SID, PAGE);
	assert_int_equal(requests(b, SID, 0), 0);
	assert_int_equal(requests(b, SID, 1), 1);
	assert_bad(b, SID, 1);
	/* Now nothing of it can come any more: the ITag serves again. */
	host_invalidates(b, SID, PAGE);
	assert_int_equal(requests(b, SID, 0), 1);
	device_completes(b, SID, 3, 1);
	assert_int_equal(ats_inv_pending(b->v), 0);
	assert_int_equal(fsts(b), 0);
}

/* If it never comes, the ITag is kept for as long again, and no longer. */
static void test_quarantine_ends(void **state)
{
	struct bench *b = *state;

	time_out(b);
	ticks(b, MSG_TICKS - 1);
	host_invalidates(b, OTHER, PAGE);
	assert_int_equal(requests(b, OTHER, 1), 1);
	device_completes(b, OTHER, 2, 1);
	ticks(b, 1);
	host_invalidates(b, OTHER, PAGE);
	assert_int_equal(requests(b, OTHER, 0), 1);
	assert_int_equal(fsts(b), 0);
}

/* While it may still be at work in the device it counts for MIP. */
static void test_late_ones_count(void **state)
{
	struct bench *b = *state;

	time_out(b);
	host_wide(b, 1, device_tlb_lo(SID, 1), PAGE);
	host_wide_tail(b, 2);
	bench_run(b);
	assert_int_equal(ats_inv_pending(b->v), 0);
	ticks(b, MSG_TICKS);
	assert_int_equal(requests(b, SID, 0), 1);
	assert_int_equal(ats_inv_pending(b->v), 1);
}

/* The timer runs while somebody waits, and not longer. */
static void test_timer_stops(void **state)
{
	struct bench *b = *state;

	host_invalidates(b, SID, PAGE);
	device_completes(b, SID, 1, 1);
	mock_expect_nothing(&b->m);
	ticks(b, 1);
	mock_done(&b->m);
}

/* TES = 0: nothing is sent (4.3), no completion is taken (4.1). */
static void test_translation_off(void **state)
{
	struct bench *b = *state;

	host_invalidates(b, SID, PAGE);
	host_gcmd(b, VTD_GCMD_QIE);
	bench_run(b);
	mock_forget(&b->m);
	host_wide(b, 1, device_tlb_lo(SID, 0), PAGE);
	host_wide_tail(b, 2);
	bench_run(b);
	assert_int_equal(iqh(b), 64);
	assert_int_equal(mock_traces(&b->m, VTD_TRACE_MSG_SENT), 0);
	device_completes(b, SID, 1, 1);
	assert_int_equal(ats_inv_pending(b->v), 1);
	assert_int_equal(fsts(b), 0);
	assert_int_equal(mock_traces(&b->m, VTD_TRACE_BAD_COMPLETION), 1);
}

/* ECAP.DT = 0: there is no ICE either. */
static void test_without_device_tlbs(void **state)
{
	struct bench *b = *state;

	devices_start(b, 0, VTD_ECAP_DT);
	device_completes(b, SID, 1, 1);
	assert_int_equal(fsts(b), 0);
}

/* The queue may be switched off only when the wait is over. */
static void test_switching_off_waits(void **state)
{
	struct bench *b = *state;

	invalidate_and_wait(b);
	host_gcmd(b, VTD_GCMD_TE);
	for (unsigned int turns = 0; turns < 10; turns++)
		bench_turn(b);
	assert_true(mock_reg(&b->m, VTD_GSTS) & VTD_GSTS_QIES);
	device_completes(b, SID, 1, 1);
	assert_true(status_written(b));
	assert_false(mock_reg(&b->m, VTD_GSTS) & VTD_GSTS_QIES);
}

int ats_inv_tests(void)
{
	static const struct CMUnitTest tests[] = {
		DEVICES(test_request),
		DEVICES(test_request_with_pasid),
		DEVICES(test_order_of_a_wait),
		DEVICES(test_answered_before_the_wait),
		DEVICES(test_nothing_overtakes_a_wait),
		DEVICES(test_completion_count),
		DEVICES(test_too_many_messages),
		DEVICES(test_several_itags),
		DEVICES(test_bad_completions),
		DEVICES(test_mixed_completion),
		DEVICES(test_empty_completion),
		DEVICES(test_queue_depth),
		DEVICES(test_all_itags),
		DEVICES(test_shared_limit),
		DEVICES(test_no_room_in_the_stream),
		DEVICES(test_time_out),
		DEVICES(test_time_out_of_one_of_two),
		DEVICES(test_queue_is_read_again_after_a_time_out),
		DEVICES(test_late_completion),
		DEVICES(test_quarantine_ends),
		DEVICES(test_late_ones_count),
		DEVICES(test_timer_stops),
		DEVICES(test_translation_off),
		DEVICES(test_without_device_tlbs),
		DEVICES(test_switching_off_waits),
	};

	return cmocka_run_group_tests_name("ats_inv", tests, NULL, NULL);
}
