/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */
/*
 * The order of what the queue does (6.5.2.12, 7.7, 7.8): each rule as the list
 * of calls at the port, with devices and drains that take their time.
 */

#include "groups.h"

#include "ats.h"
#include "devices.h"
#include "irq.h"
#include "msg.h"

#define OP(name) VTD_PUT(GATE_INV_OP, GATE_INV_##name)
#define G(g)     VTD_PUT(VTD_DESC_LO_G, g)
#define BIT(n)   (UINT64_C(1) << (n))
#define TICK     (VTD_DEVICE_TIMEOUT / (MSG_TICKS - 1))
#define PRQ      (MOCK_MEMORY_BASE + UINT64_C(0x110000))

#define CONTEXT_ALL (VTD_DESC_CONTEXT | G(VTD_G_GLOBAL))
#define PASID_ALL   (VTD_DESC_PASID | G(VTD_PG_GLOBAL))
#define IOTLB_ALL   (VTD_DESC_IOTLB | G(VTD_G_GLOBAL))
#define RESPONSE    (VTD_DESC_PAGE_RESPONSE | (uint64_t)SID << 16)

static uint64_t prg_resp(uint16_t sid)
{
	return GATE_KIND_MSG | (uint64_t)sid << 40 | UINT64_C(3) << 56 |
	       UINT64_C(1) << 60;
}

static void fetched(struct bench *b, unsigned int index, unsigned int words)
{
	EXPECT_HOST_READ(&b->m, BENCH_QUEUE + 32 * (uint64_t)index, words);
}

static void completed(struct bench *b, unsigned int tail)
{
	EXPECT_REG_WRITE32(&b->m, VTD_IQH, 32 * tail);
	EXPECT_HOST_WRITE32(&b->m, BENCH_STATUS, STATUS_DATA);
}

/* Contexts, PASIDs, IOTLB: each is done before the next one begins. */
static void test_tables_before_translations(void **state)
{
	struct bench *b = *state;

	host_wide(b, 0, CONTEXT_ALL, 0);
	host_wide(b, 1, PASID_ALL, 0);
	host_wide(b, 2, IOTLB_ALL, 0);
	host_wide(b, 3, WAIT_SW, BENCH_STATUS);
	host_wide_tail(b, 4);
	fetched(b, 0, 8);
	EXPECT_INVALIDATE(&b->m, OP(KEY_ALL), 0);
	EXPECT_INVALIDATE(&b->m, OP(KEY_ALL), 0);
	fetched(b, 2, 8);
	EXPECT_INVALIDATE(&b->m, OP(RETIRE_ALL), 0);
	EXPECT_INVALIDATE(&b->m, OP(DRAIN), 0);
	completed(b, 4);
	bench_run(b);
	mock_done(&b->m);
}

/* What the caches say of @space's pages is gone when a request leaves. */
static void assert_gone(struct vtd_port *m, const struct mock_call *call)
{
	if (call->op == MOCK_MSG)
		assert_int_equal(mock_count(m, MOCK_INVALIDATE, OP(RETIRE_ALL)),
				 1);
}

/* Translations, then the request to the device; never the other way round. */
static void test_translations_before_devices(void **state)
{
	struct bench *b = *state;

	b->m.meanwhile = assert_gone;
	host_wide(b, 0, IOTLB_ALL, 0);
	host_wide(b, 1, device_tlb_lo(SID, 0), IOVA);
	host_wide(b, 2, pasid_device_tlb_lo(SID, PASID, 0), IOVA);
	host_wide_tail(b, 3);
	fetched(b, 0, 8);
	EXPECT_INVALIDATE(&b->m, OP(RETIRE_ALL), 0);
	EXPECT_MSG(&b->m, inv_req(SID, 0, 0), IOVA, 0, 0);
	EXPECT_TIMER(&b->m, TICK);
	fetched(b, 2, 4);
	EXPECT_MSG(&b->m, inv_req(SID, 1, WITH(PASID)), IOVA, 0, 0);
	EXPECT_REG_WRITE32(&b->m, VTD_IQH, 96);
	bench_run(b);
	mock_done(&b->m);
}

/* The same for pages of a PASID, and for interrupt entries. */
static void test_pasid_pages_and_interrupts_before_devices(void **state)
{
	struct bench *b = *state;
	static const uint64_t irte[2] = { 1, 0 };

	irq_cache_fill(b->v, 3, irte);
	host_wide(b, 0, VTD_DESC_IEC, 0);
	host_wide(b, 1, pasid_device_tlb_lo(SID, PASID, 0), IOVA);
	host_wide_tail(b, 2);
	while (!mock_traces(&b->m, VTD_TRACE_MSG_SENT))
		assert_true(bench_turn(b));
	assert_null(irq_cache_find(b->v, 3));
}

/* Responses and requests leave as they stand in the queue (7.8). */
static void test_messages_in_queue_order(void **state)
{
	struct bench *b = *state;

	host_wide(b, 0, RESPONSE, 1 << 3);
	host_wide(b, 1, device_tlb_lo(SID, 1), IOVA);
	host_wide(b, 2, RESPONSE, 2 << 3);
	host_wide(b, 3, device_tlb_lo(SID, 1), IOVA);
	host_wide(b, 4, RESPONSE, 3 << 3);
	host_wide_tail(b, 5);
	b->m.msg_free = GATE_MSG_ROOM_OWN;
	for (unsigned int turns = 0; turns < 10; turns++)
		bench_turn(b);
	b->m.msg_free = GATE_MSG_ROOM_OWN + 2;
	EXPECT_MSG(&b->m, prg_resp(SID), 1, 0, 0);
	EXPECT_MSG(&b->m, inv_req(SID, 0, 0), IOVA, 0, 0);
	EXPECT_TIMER(&b->m, TICK);
	fetched(b, 2, 8);
	EXPECT_MSG(&b->m, prg_resp(SID), 2, 0, 0);
	EXPECT_REG_WRITE32(&b->m, VTD_IQH, 96);
	bench_run(b);
	mock_done(&b->m);
	/* The one that waits for its ITag keeps the response behind it. */
	EXPECT_MSG(&b->m, inv_req(SID, 0, 0), IOVA, 0, 0);
	fetched(b, 4, 4);
	EXPECT_MSG(&b->m, prg_resp(SID), 3, 0, 0);
	EXPECT_REG_WRITE32(&b->m, VTD_IQH, 160);
	device_completes(b, SID, 1, 1);
	mock_done(&b->m);
}

/* Every device before the wait, whichever answers first. */
static void test_wait_for_all(void **state)
{
	struct bench *b = *state;

	for (unsigned int i = 0; i < 3; i++)
		host_wide(b, i, device_tlb_lo((uint16_t)(SID + i), 0), IOVA);
	host_wide(b, 3, WAIT_SW | VTD_WAIT_DESC_LO_IF, BENCH_STATUS);
	host_wide_tail(b, 4);
	bench_run(b);
	mock_forget(&b->m);
	mock_expect_nothing(&b->m);
	device_completes(b, SID + 2, 4, 1);
	device_completes(b, SID, 1, 1);
	device_completes(b, SID + 1, 2, 2);
	mock_done(&b->m);
	EXPECT_INVALIDATE(&b->m, OP(DRAIN), 0);
	completed(b, 4);
	EXPECT_REG_SET32(&b->m, VTD_ICS, VTD_ICS_IWC);
	EXPECT_HOST_WRITE32(&b->m, IEADDR_VALUE, IEDATA_VALUE);
	device_completes(b, SID + 1, 2, 2);
	mock_done(&b->m);
}

/*
 * Writes that came ahead of the completion are in memory before the status: the
 * drain begins when the last completion has come, not before, and has to end.
 */
static void test_drain_after_the_last_answer(void **state)
{
	struct bench *b = *state;

	b->m.drain_polls = 30;
	host_wide(b, 0, IOTLB_ALL, 0);
	host_wide(b, 1, device_tlb_lo(SID, 0), IOVA);
	host_wide(b, 2, WAIT_SW, BENCH_STATUS);
	host_wide_tail(b, 3);
	bench_run(b);
	assert_int_equal(mock_count(&b->m, MOCK_INVALIDATE, OP(DRAIN)), 0);
	mock_work(&b->m,
		  GATE_KIND_MSG | UINT64_C(2) << 56 | (uint64_t)SID << 40,
		  BIT(32) | 1, 0);
	for (unsigned int turns = 0; turns < 20; turns++)
		assert_true(bench_turn(b));
	assert_int_equal(mock_count(&b->m, MOCK_INVALIDATE, OP(DRAIN)), 1);
	assert_false(status_written(b));
	bench_run(b);
	assert_true(status_written(b));
}

/* A drain that runs for someone else covers nothing that came after it. */
static void test_drain_of_another(void **state)
{
	struct bench *b = *state;

	host_wide(b, 0, device_tlb_lo(SID, 0), IOVA);
	host_wide(b, 1, WAIT_SW, BENCH_STATUS);
	host_wide_tail(b, 2);
	bench_run(b);
	b->m.drain_polls = 30;
	host_srtp(b, mock_reg(&b->m, VTD_RTADDR));
	for (unsigned int turns = 0; turns < 5; turns++)
		bench_turn(b);
	assert_int_equal(mock_count(&b->m, MOCK_INVALIDATE, OP(DRAIN)), 1);
	device_completes(b, SID, 1, 1);
	assert_int_equal(mock_count(&b->m, MOCK_INVALIDATE, OP(DRAIN)), 2);
	assert_true(status_written(b));
}

/* A time-out: that wait never completes, none before ITE is cleared. */
static void test_no_wait_after_a_time_out(void **state)
{
	struct bench *b = *state;

	host_wide(b, 0, device_tlb_lo(SID, 0), IOVA);
	host_wide(b, 1, WAIT_SW | VTD_WAIT_DESC_LO_IF, BENCH_STATUS);
	host_wide(b, 2, WAIT_SW, BENCH_STATUS + 8);
	host_wide_tail(b, 3);
	bench_run(b);
	ticks(b, MSG_TICKS - 1);
	mock_forget(&b->m);
	EXPECT_INVALIDATE(&b->m, OP(KEY) | VTD_PUT(GATE_INV_SID, SID), 0);
	EXPECT_REG_WRITE32(&b->m, VTD_IQH, 64);
	EXPECT_REG_WRITE32(&b->m, VTD_IQERCD + 4, SID);
	EXPECT_REG_SET32(&b->m, VTD_FSTS, VTD_FSTS_ITE);
	EXPECT_HOST_WRITE32(&b->m, FEADDR_VALUE, FEDATA_VALUE);
	EXPECT_TIMER(&b->m, TICK); /* it is kept for as long again */
	ticks(b, 1);
	mock_done(&b->m);
	mock_expect_nothing(&b->m);
	host_wide_tail(b, 3);
	bench_run(b);
	mock_done(&b->m);
	host_clear_fsts(b, VTD_FSTS_ITE);
	bench_run(b);
	assert_false(status_written(b));
	assert_int_equal(mock_reg(&b->m, VTD_ICS), 0);
	assert_int_equal((uint32_t)guest_load(b, BENCH_STATUS + 8),
			 STATUS_DATA);
}

/* One that was late is not what the next wait was waiting for. */
static void test_late_answer_completes_no_wait(void **state)
{
	struct bench *b = *state;

	host_wide(b, 0, device_tlb_lo(SID, 0), IOVA);
	host_wide(b, 1, WAIT_SW, BENCH_STATUS + 8);
	host_wide_tail(b, 2);
	bench_run(b);
	ticks(b, MSG_TICKS);
	host_clear_fsts(b, VTD_FSTS_ITE);
	host_wide(b, 2, device_tlb_lo(SID, 0), IOVA);
	host_wide(b, 3, WAIT_SW, BENCH_STATUS);
	host_wide_tail(b, 4);
	bench_run(b);
	device_completes(b, SID, 1, 1);
	assert_false(status_written(b));
	device_completes(b, SID, 2, 1);
	assert_true(status_written(b));
	assert_int_equal(guest_load(b, BENCH_STATUS + 8), 0);
}

static void allow_pages(struct bench *b)
{
	struct pasid_entry entry = pasids_pass();
	uint64_t slot;

	pasids_attach(b, SID, 1);
	slot = pasids_context_slot(b, SID);
	guest_store(b, slot,
		    guest_load(b, slot) | VTD_SCONTEXT_0_DTE |
			    VTD_SCONTEXT_0_PRE);
	pasids_put(b, SID, RID_PASID, &entry);
	mock_set_reg(&b->m, VTD_PQA, PRQ);
}

/*
 * 7.7: a page request that came ahead of the completion is in the queue, PQT
 * included, before the status of the wait with PD.
 */
static void test_page_request_drain(void **state)
{
	struct bench *b = *state;
	uint64_t word0 = GATE_KIND_MSG | (uint64_t)SID << 40;

	allow_pages(b);
	host_wide(b, 0, device_tlb_lo(SID, 0), IOVA);
	host_wide(b, 1, WAIT_SW | VTD_WAIT_DESC_LO_PD, BENCH_STATUS);
	host_wide_tail(b, 2);
	bench_run(b);
	EXPECT_HOST_READ(&b->m, pasids_root_slot(b, SID), 1);
	EXPECT_HOST_READ(&b->m, pasids_context_slot(b, SID), 4);
	EXPECT_HOST_READ(&b->m, pasids_directory_slot(b, SID, RID_PASID), 1);
	EXPECT_HOST_READ(&b->m, pasids_slot(b, SID, RID_PASID), 8);
	EXPECT_HOST_WRITE64(&b->m, PRQ, 1 | (uint64_t)SID << 16);
	EXPECT_HOST_WRITE64(&b->m, PRQ + 8, IOVA | 5);
	EXPECT_HOST_WRITE64(&b->m, PRQ + 16, 0);
	EXPECT_HOST_WRITE64(&b->m, PRQ + 24, 0);
	EXPECT_REG_WRITE32(&b->m, VTD_PQT, 32);
	EXPECT_REG_SET32(&b->m, VTD_PRS, VTD_PRS_PPR);
	EXPECT_REG_SET32(&b->m, VTD_PECTL, VTD_PECTL_IP);
	EXPECT_INVALIDATE(&b->m, OP(DRAIN), 0);
	completed(b, 2);
	mock_work(&b->m, word0 | UINT64_C(3) << 56, IOVA | 5, 0);
	mock_work(&b->m, word0 | UINT64_C(2) << 56, BIT(32) | 1, 0);
	bench_run(b);
	mock_done(&b->m);
}

static void page_request(struct bench *b, unsigned int index)
{
	mock_work(&b->m,
		  GATE_KIND_MSG | UINT64_C(3) << 56 | (uint64_t)SID << 40,
		  (IOVA + VTD_PAGE_SIZE * index) | 1, 0);
}

static void wait_for_pages(struct bench *b, uint64_t pd)
{
	allow_pages(b);
	host_wide(b, 0, WAIT_SW | pd, BENCH_STATUS);
	host_wide_tail(b, 1);
}

/* 7.10: requests that the gate held when the wait came are queued first. */
static void test_page_requests_held(void **state)
{
	struct bench *b = *state;

	wait_for_pages(b, VTD_WAIT_DESC_LO_PD);
	for (unsigned int i = 0; i < 20; i++)
		page_request(b, i);
	while (!status_written(b))
		assert_true(bench_turn(b));
	assert_int_equal(mock_reg(&b->m, VTD_PQT), 20 * 32);
}

/* Without PD nobody waits for them. */
static void test_page_requests_not_asked_for(void **state)
{
	struct bench *b = *state;

	wait_for_pages(b, 0);
	for (unsigned int i = 0; i < 20; i++)
		page_request(b, i);
	while (!status_written(b))
		assert_true(bench_turn(b));
	assert_true(mock_reg(&b->m, VTD_PQT) < 20 * 32);
}

/* One that the gate holds back, for want of room, was not seen to be absent. */
static void test_page_requests_without_room(void **state)
{
	struct bench *b = *state;

	b->m.msg_free = GATE_MSG_ROOM_PAGE - 1;
	wait_for_pages(b, VTD_WAIT_DESC_LO_PD);
	for (unsigned int turns = 0; turns < 100; turns++)
		assert_true(bench_turn(b));
	assert_false(status_written(b));
	b->m.msg_free = GATE_MSG_ROOM_PAGE;
	bench_run(b);
	assert_true(status_written(b));
}

/* Those who never stop asking are not waited for: as many as a gate holds. */
static void test_page_requests_for_ever(void **state)
{
	struct bench *b = *state;
	unsigned int turns = 0;

	wait_for_pages(b, VTD_WAIT_DESC_LO_PD);
	mock_set_reg(&b->m, VTD_PQA, PRQ | 7);
	for (; turns < 100 && !status_written(b); turns++) {
		page_request(b, 0);
		bench_turn(b);
	}
	assert_true(turns > VTD_MSG_HELD);
	assert_true(status_written(b));
	/* And when others never leave them a turn. */
	guest_store(b, BENCH_STATUS, 0);
	host_wide(b, 1, WAIT_SW | VTD_WAIT_DESC_LO_PD, BENCH_STATUS);
	host_wide_tail(b, 2);
	b->m.msg_free = 0;
	bench_run(b);
	assert_true(status_written(b));
}

#define OLD PA
#define NEW (PA + UINT64_C(0x100000))

/* SID may use ATS; the page at IOVA is OLD, then NEW by another table. */
static void change_a_table(struct bench *b)
{
	uint64_t leaf, other, root, slot;
	struct pasid_entry entry;

	root = pasids_chain(b, 3, IOVA, TABLES_RW, &leaf);
	pasids_chain(b, 2, IOVA, TABLES_RW, &other);
	guest_store(b, leaf, OLD | TABLES_RW);
	guest_store(b, other, NEW | TABLES_RW);
	entry = pasids_second(root, 3);
	pasids_attach(b, SID, 1);
	slot = pasids_context_slot(b, SID);
	guest_store(b, slot, guest_load(b, slot) | VTD_SCONTEXT_0_DTE);
	pasids_put(b, SID, RID_PASID, &entry);
	device_asks(b, SID, IOVA, 0);
	assert_granted(b, OLD, 0, TABLES_RW);
	slot = guest_load(b, root + 8 * (IOVA >> VTD_SS_SHIFT(3) & 511)) &
	       VTD_PAGE_MASK;
	guest_store(b, slot + 8 * (IOVA >> VTD_SS_SHIFT(2) & 511),
		    (other & VTD_PAGE_MASK) | TABLES_RW);
	mock_forget(&b->m);
}

/* What answers to SID said, before and after it was sent a request. */
static void look_at_answers(const struct bench *b, unsigned int *old,
			    unsigned int *late)
{
	bool sent = false;

	for (unsigned int i = 0; i < b->m.call_count; i++) {
		const struct mock_call *c = &b->m.calls[i];

		if (c->op == MOCK_MSG && c->a == inv_req(SID, 0, 0))
			sent = true;
		else if (c->op == MOCK_MSG && (c->b & VTD_PAGE_MASK) == OLD)
			*(sent ? late : old) += 1;
	}
}

/*
 * A translation request at any moment: no answer by old tables leaves behind
 * the request to the device (reference of PCIe ATS: the device keeps it then).
 */
static void test_no_old_answer_behind_the_request(void **state)
{
	struct bench *b = *state;
	unsigned int old = 0, late = 0;

	for (unsigned int when = 0; when < 8; when++) {
		devices_start(b, 0, 0);
		change_a_table(b);
		host_wide(b, 0, IOTLB_ALL, 0);
		host_wide(b, 1, device_tlb_lo(SID, 0), IOVA);
		host_wide_tail(b, 2);
		for (unsigned int turns = 0; turns < when; turns++)
			bench_turn(b);
		mock_work(&b->m,
			  GATE_KIND_MSG | UINT64_C(1) << 56 |
				  (uint64_t)SID << 40,
			  IOVA, 0);
		bench_run(b);
		look_at_answers(b, &old, &late);
	}
	assert_true(old > 0);
	assert_int_equal(late, 0);
}

/*
 * Design, rule 20: an answer is taken when nothing at all may be sent; so a
 * device that first wants one of its own requests answered holds up nobody.
 */
static void test_answers_need_no_room(void **state)
{
	struct bench *b = *state;

	host_wide(b, 0, device_tlb_lo(SID, 0), IOVA);
	host_wide(b, 1, WAIT_SW, BENCH_STATUS);
	host_wide_tail(b, 2);
	bench_run(b);
	b->m.msg_free = 0;
	device_completes(b, SID, 1, 1);
	assert_true(status_written(b));
}

int inv_order_tests(void)
{
	static const struct CMUnitTest tests[] = {
		DEVICES(test_tables_before_translations),
		DEVICES(test_translations_before_devices),
		DEVICES(test_pasid_pages_and_interrupts_before_devices),
		DEVICES(test_messages_in_queue_order),
		DEVICES(test_wait_for_all),
		DEVICES(test_drain_after_the_last_answer),
		DEVICES(test_drain_of_another),
		DEVICES(test_no_wait_after_a_time_out),
		DEVICES(test_late_answer_completes_no_wait),
		DEVICES(test_page_request_drain),
		DEVICES(test_page_requests_held),
		DEVICES(test_page_requests_not_asked_for),
		DEVICES(test_page_requests_without_room),
		DEVICES(test_page_requests_for_ever),
		DEVICES(test_no_old_answer_behind_the_request),
		DEVICES(test_answers_need_no_room),
	};

	return cmocka_run_group_tests_name("inv_order", tests, NULL, NULL);
}
