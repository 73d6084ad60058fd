/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */
/*
 * CAP.CM = 1: software leaves out requests to device TLBs where it invalidates
 * more than pages, as a virtual unit sees it by itself. So the engine sends
 * them (design, rules 9 and 20): to whom, when, and what holds them up.
 */

#include "groups.h"

#include "ats.h"
#include "devices.h"
#include "msg.h"

#define OP(name) VTD_PUT(GATE_INV_OP, GATE_INV_##name)
#define G(g)     VTD_PUT(VTD_DESC_LO_G, g)
#define FOR(did) ((uint64_t)(did) << 16)
#define OTHER    UINT16_C(0x0418)
#define TICK     (VTD_DEVICE_TIMEOUT / (MSG_TICKS - 1))

/* Three users of two domains; bits by which tests name them. */
enum { PLAIN = 1, TAGGED = 2, FAR = 4 };
static const struct vtd_ats_user users[] = {
	{ .sid = SID, .did = DID },
	{ .sid = SID, .did = DID, .pasid = WITH(PASID) },
	{ .sid = OTHER, .did = DID + 1, .pasid = WITH(PASID) },
};

static void give(struct bench *b)
{
	for (size_t i = 0; i < sizeof(users) / sizeof(users[0]); i++)
		assert_true(ats_users_note(b->v, &users[i]));
}

static int due_setup(void **state)
{
	struct bench *b;

	devices_setup(state);
	b = *state;
	b->v->config.cap |= VTD_CAP_CM;
	give(b);
	mock_forget(&b->m);
	return 0;
}

#define DUE(test)                                                              \
	cmocka_unit_test_setup_teardown(test, due_setup, bench_teardown)

static unsigned int tail(const struct bench *b)
{
	return (unsigned int)mock_reg(&b->m, VTD_IQT) / 32;
}

static void queue(struct bench *b, uint64_t lo, uint64_t hi)
{
	unsigned int index = tail(b);

	host_wide(b, index, lo, hi);
	host_wide_tail(b, index + 1);
}

/* A wait behind all of it; all pending ITags answer until it is complete. */
static void wait_and_answer(struct bench *b)
{
	guest_store(b, BENCH_STATUS, 0);
	queue(b, WAIT_SW, BENCH_STATUS);
	bench_run(b);
	for (unsigned int i = 0; i < 8 && !status_written(b); i++) {
		device_completes(b, b->v->ats.itag[0].sid, 1, 1);
		device_completes(b, b->v->ats.itag[1].sid, 2, 1);
	}
	host_clear_fsts(b, VTD_FSTS_ICE);
	bench_run(b);
	assert_true(status_written(b));
}

/* Which of the users were sent a request for everything. */
static unsigned int told(const struct bench *b)
{
	unsigned int who = 0;

	for (unsigned int i = 0; i < b->m.call_count; i++) {
		const struct mock_call *c = &b->m.calls[i];

		if (c->op != MOCK_MSG)
			continue;
		assert_int_equal(c->b, WHOLE);
		for (unsigned int u = 0; u < 3; u++)
			if ((c->a & ~GATE_WORK0_TAG) ==
			    inv_req(users[u].sid, 0, users[u].pasid))
				who |= 1u << u;
	}
	return who;
}

/* The invalidation, the requests, the answers, a drain, the status. */
static void test_before_the_status(void **state)
{
	struct bench *b = *state;

	host_wide(b, 0, VTD_DESC_IOTLB | G(VTD_G_DOMAIN) | FOR(DID + 1), 0);
	host_wide(b, 1, WAIT_SW, BENCH_STATUS);
	host_wide_tail(b, 2);
	EXPECT_HOST_READ(&b->m, BENCH_QUEUE, 8);
	EXPECT_MSG(&b->m, inv_req(OTHER, 0, WITH(PASID)), WHOLE, 0, 0);
	EXPECT_TIMER(&b->m, TICK);
	EXPECT_REG_WRITE32(&b->m, VTD_IQH, 32);
	bench_run(b);
	mock_done(&b->m);
	EXPECT_INVALIDATE(&b->m, OP(DRAIN), 0);
	EXPECT_REG_WRITE32(&b->m, VTD_IQH, 64);
	EXPECT_HOST_WRITE32(&b->m, BENCH_STATUS, STATUS_DATA);
	device_completes(b, OTHER, 1, 1);
	mock_done(&b->m);
}

/* They drain even where the invalidation alone would not. */
static void test_drained(void **state)
{
	struct bench *b = *state;

	host_wide(b, 0,
		  VTD_DESC_CONTEXT | G(VTD_G_SELECTIVE) | (uint64_t)OTHER << 32,
		  0);
	host_wide(b, 1, WAIT_SW, BENCH_STATUS);
	host_wide_tail(b, 2);
	bench_run(b);
	EXPECT_INVALIDATE(&b->m, OP(DRAIN), 0);
	EXPECT_REG_WRITE32(&b->m, VTD_IQH, 64);
	EXPECT_HOST_WRITE32(&b->m, BENCH_STATUS, STATUS_DATA);
	device_completes(b, OTHER, 1, 1);
	mock_done(&b->m);
}

/* Whom each kind of invalidation concerns. Pages are software's business. */
static void test_whom(void **state)
{
	static const struct {
		uint64_t lo;
		unsigned int who;
	} cases[] = {
		{ VTD_DESC_CONTEXT | G(VTD_G_GLOBAL), PLAIN | TAGGED | FAR },
		{ VTD_DESC_CONTEXT | G(VTD_G_DOMAIN) | FOR(DID),
		  PLAIN | TAGGED | FAR },
		{ VTD_DESC_CONTEXT | G(VTD_G_SELECTIVE) | (uint64_t)SID << 32,
		  PLAIN | TAGGED },
		{ VTD_DESC_CONTEXT | G(VTD_G_SELECTIVE) |
			  (uint64_t)(OTHER + 3) << 32 | UINT64_C(3) << 48,
		  FAR },
		{ VTD_DESC_IOTLB | G(VTD_G_GLOBAL), PLAIN | TAGGED | FAR },
		{ VTD_DESC_IOTLB | G(VTD_G_DOMAIN) | FOR(DID), PLAIN | TAGGED },
		{ VTD_DESC_IOTLB | G(VTD_G_SELECTIVE) | FOR(DID), 0 },
		{ VTD_DESC_PASID_IOTLB | G(VTD_PIG_PASID) | FOR(DID) |
			  (uint64_t)PASID << 32,
		  PLAIN | TAGGED },
		{ VTD_DESC_PASID_IOTLB | G(VTD_PIG_PASID) | FOR(DID) |
			  (uint64_t)(PASID + 1) << 32,
		  PLAIN },
		{ VTD_DESC_PASID_IOTLB | G(VTD_PIG_PAGES) | FOR(DID) |
			  (uint64_t)PASID << 32,
		  0 },
		{ VTD_DESC_PASID | G(VTD_PG_GLOBAL), PLAIN | TAGGED | FAR },
		{ VTD_DESC_PASID | G(VTD_PG_DOMAIN) | FOR(DID + 1), FAR },
		{ VTD_DESC_PASID | G(VTD_PG_PASID) | FOR(DID + 1) |
			  (uint64_t)PASID << 32,
		  FAR },
		{ VTD_DESC_PASID | G(VTD_PG_PASID) | FOR(DID) |
			  (uint64_t)(PASID + 1) << 32,
		  PLAIN },
		{ VTD_DESC_IEC, 0 },
	};
	struct bench *b = *state;

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		give(b);
		mock_forget(&b->m);
		queue(b, cases[i].lo, 0);
		wait_and_answer(b);
		if (told(b) != cases[i].who)
			fail_msg("case %zu: %x", i, told(b));
	}
}

/* A new root table, for the next wait. */
static void test_new_root(void **state)
{
	struct bench *b = *state;

	host_srtp(b, mock_reg(&b->m, VTD_RTADDR));
	bench_run(b);
	wait_and_answer(b);
	assert_int_equal(told(b), PLAIN | TAGGED | FAR);
}

/* Without caching mode software does it all. */
static void test_without_caching_mode(void **state)
{
	struct bench *b = *state;

	devices_start(b, 0, 0);
	give(b);
	queue(b, VTD_DESC_IOTLB | G(VTD_G_GLOBAL), 0);
	wait_and_answer(b);
	assert_int_equal(told(b), 0);
}

/* Who was told and got nothing since is not told again. */
static void test_once(void **state)
{
	struct bench *b = *state;

	queue(b, VTD_DESC_IOTLB | G(VTD_G_GLOBAL), 0);
	wait_and_answer(b);
	mock_forget(&b->m);
	queue(b, VTD_DESC_IOTLB | G(VTD_G_GLOBAL), 0);
	wait_and_answer(b);
	assert_int_equal(told(b), 0);
	assert_true(ats_users_note(b->v, &users[2]));
	queue(b, VTD_DESC_IOTLB | G(VTD_G_GLOBAL), 0);
	wait_and_answer(b);
	assert_int_equal(told(b), FAR);
}

/* Nor one whom software just told to forget everything. */
static void test_software_was_first(void **state)
{
	struct bench *b = *state;

	queue(b, pasid_device_tlb_lo(OTHER, PASID, 0), WHOLE);
	queue(b, VTD_DESC_IOTLB | G(VTD_G_DOMAIN) | FOR(DID + 1), 0);
	wait_and_answer(b);
	assert_int_equal(mock_traces(&b->m, VTD_TRACE_MSG_SENT), 1);
}

/* One request a turn. */
static void test_bounded(void **state)
{
	struct bench *b = *state;
	unsigned int sent = 0;

	for (uint16_t i = 0; i < 20; i++) {
		struct vtd_ats_user user = { .sid = (uint16_t)(0x500 + 8 * i),
					     .did = DID + 2 };

		assert_true(ats_users_note(b->v, &user));
	}
	queue(b, VTD_DESC_IOTLB | G(VTD_G_DOMAIN) | FOR(DID + 2), 0);
	queue(b, WAIT_SW, BENCH_STATUS);
	mock_forget(&b->m);
	while (bench_turn(b)) {
		assert_true(mock_traces(&b->m, VTD_TRACE_MSG_SENT) <= sent + 1);
		sent = mock_traces(&b->m, VTD_TRACE_MSG_SENT);
	}
	assert_int_equal(sent, 20);
	assert_false(status_written(b));
}

/* Limits of the source: as named last; unknown: one at a time. */
static void test_limits(void **state)
{
	struct bench *b = *state;

	queue(b, VTD_DESC_IOTLB | G(VTD_G_DOMAIN) | FOR(DID), 0);
	queue(b, WAIT_SW, BENCH_STATUS);
	bench_run(b);
	assert_int_equal(ats_inv_pending(b->v), 1);
	assert_false(bench_turn(b));
	device_completes(b, SID, 1, 1);
	assert_int_equal(ats_inv_pending(b->v), 1);
	assert_false(status_written(b));
	device_completes(b, SID, 1, 1);
	assert_true(status_written(b));
	queue(b, device_tlb_lo(SID, 2), IOVA);
	bench_run(b);
	device_completes(b, SID, 1, 1);
	give(b);
	queue(b, VTD_DESC_IOTLB | G(VTD_G_DOMAIN) | FOR(DID), 0);
	queue(b, WAIT_SW, BENCH_STATUS);
	bench_run(b);
	assert_int_equal(ats_inv_pending(b->v), 2);
	device_completes(b, SID, 3, 1);
	/* Another source at the same place of the table has none of it. */
	queue(b, device_tlb_lo(SID ^ 0x1010, 4), IOVA);
	bench_run(b);
	device_completes(b, SID ^ 0x1010, 1, 1);
	give(b);
	queue(b, VTD_DESC_IOTLB | G(VTD_G_DOMAIN) | FOR(DID), 0);
	queue(b, WAIT_SW, BENCH_STATUS);
	bench_run(b);
	assert_int_equal(ats_inv_pending(b->v), 1);
}

/*
 * No ITag, as its physical function has one that is late: nothing is pending,
 * and the wait is held up all the same.
 */
static void test_no_itag(void **state)
{
	struct bench *b = *state;
	struct ats_inv vf = {
		.range = IOVA, .sid = OTHER + 1, .owner = SID, .mip = 1
	};

	assert_int_equal(ats_inv_send(b->v, &vf), ATS_INV_SENT);
	ticks(b, MSG_TICKS);
	host_clear_fsts(b, VTD_FSTS_ITE);
	bench_run(b);
	vf.sid = OTHER;
	ats_due_limit(b->v, &vf);
	mock_forget(&b->m);
	queue(b, VTD_DESC_IOTLB | G(VTD_G_DOMAIN) | FOR(DID + 1), 0);
	queue(b, WAIT_SW, BENCH_STATUS);
	bench_run(b);
	assert_int_equal(ats_inv_pending(b->v), 0);
	assert_false(status_written(b));
	ticks(b, MSG_TICKS);
	assert_int_equal(told(b), FAR);
	device_completes(b, OTHER, 1, 1);
	assert_true(status_written(b));
}

/* No room in the stream: tried until there is. */
static void test_no_room(void **state)
{
	struct bench *b = *state;

	b->m.msg_free = GATE_MSG_ROOM_OWN;
	queue(b, VTD_DESC_IOTLB | G(VTD_G_DOMAIN) | FOR(DID + 1), 0);
	queue(b, WAIT_SW, BENCH_STATUS);
	for (unsigned int turns = 0; turns < 10; turns++)
		assert_true(bench_turn(b));
	assert_int_equal(told(b), 0);
	assert_false(status_written(b));
	b->m.msg_free = GATE_MSG_ROOM_OWN + 2;
	bench_run(b);
	assert_int_equal(told(b), FAR);
	device_completes(b, OTHER, 1, 1);
	assert_true(status_written(b));
}

/* It does not answer: ITE, ITESID, and it is blocked, as for software's own. */
static void test_time_out(void **state)
{
	struct bench *b = *state;

	queue(b, VTD_DESC_IOTLB | G(VTD_G_DOMAIN) | FOR(DID + 1), 0);
	queue(b, WAIT_SW, BENCH_STATUS);
	bench_run(b);
	ticks(b, MSG_TICKS);
	assert_int_equal(mock_reg(&b->m, VTD_FSTS), VTD_FSTS_ITE);
	assert_int_equal(mock_reg(&b->m, VTD_IQERCD) >> 32 & 0xffff, OTHER);
	assert_true(ats_block_holds(b->v, OTHER));
	assert_false(status_written(b));
}

/*
 * Whoever is blocked is asked nothing more: it would hold up each wait. It owes
 * everything from then on, not only what it failed to answer.
 */
static void test_blocked(void **state)
{
	struct bench *b = *state;

	queue(b, pasid_device_tlb_lo(OTHER, PASID, 0), IOVA);
	bench_run(b);
	ticks(b, MSG_TICKS);
	host_clear_fsts(b, VTD_FSTS_ITE);
	bench_run(b);
	mock_forget(&b->m);
	queue(b, VTD_DESC_IOTLB | G(VTD_G_DOMAIN) | FOR(DID + 1), 0);
	wait_and_answer(b);
	assert_int_equal(told(b), 0);
	queue(b, pasid_device_tlb_lo(OTHER, PASID, 0), IOVA);
	wait_and_answer(b);
	assert_true(ats_block_holds(b->v, OTHER));
	queue(b, pasid_device_tlb_lo(OTHER, PASID, 0), WHOLE);
	wait_and_answer(b);
	assert_false(ats_block_holds(b->v, OTHER));
}

/* Its context is invalidated: it is released, and told before the next wait. */
static void test_blocked_until_context(void **state)
{
	struct bench *b = *state;

	queue(b, pasid_device_tlb_lo(OTHER, PASID, 0), IOVA);
	bench_run(b);
	ticks(b, MSG_TICKS);
	host_clear_fsts(b, VTD_FSTS_ITE);
	bench_run(b);
	mock_forget(&b->m);
	queue(b, VTD_DESC_CONTEXT | G(VTD_G_SELECTIVE) | (uint64_t)OTHER << 32,
	      0);
	ticks(b, MSG_TICKS); /* its ITag is no longer kept */
	wait_and_answer(b);
	assert_false(ats_block_holds(b->v, OTHER));
	assert_int_equal(told(b), FAR);
}

/* TES = 0: waits are not held up; they are told when it is 1 again. */
static void test_translation_off(void **state)
{
	struct bench *b = *state;

	host_gcmd(b, VTD_GCMD_QIE);
	queue(b, VTD_DESC_IOTLB | G(VTD_G_GLOBAL), 0);
	queue(b, WAIT_SW, BENCH_STATUS);
	bench_run(b);
	assert_true(status_written(b));
	assert_int_equal(told(b), 0);
	host_gcmd(b, VTD_GCMD_QIE | VTD_GCMD_TE);
	bench_run(b);
	wait_and_answer(b);
	assert_int_equal(told(b), PLAIN | TAGGED | FAR);
}

int ats_due_tests(void)
{
	static const struct CMUnitTest tests[] = {
		DUE(test_before_the_status),
		DUE(test_drained),
		DUE(test_whom),
		DUE(test_new_root),
		DUE(test_without_caching_mode),
		DUE(test_once),
		DUE(test_software_was_first),
		DUE(test_bounded),
		DUE(test_limits),
		DUE(test_no_itag),
		DUE(test_no_room),
		DUE(test_time_out),
		DUE(test_blocked),
		DUE(test_blocked_until_context),
		DUE(test_translation_off),
	};

	return cmocka_run_group_tests_name("ats_due", tests, NULL, NULL);
}
