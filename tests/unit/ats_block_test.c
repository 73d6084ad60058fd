/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */
/*
 * Sources whose device TLB could not be invalidated: blocked from the time-out
 * until they are known to hold nothing of it. Ranges are coded as PCIe ATS has
 * them: with S, the lowest 0 of the address gives the size.
 */

#include "groups.h"

#include "ats.h"
#include "devices.h"
#include "msg.h"

#define OP(name) VTD_PUT(GATE_INV_OP, GATE_INV_##name)
#define S        UINT64_C(0x800)
#define G        UINT64_C(1)
/* 8 KiB and 2 MiB around IOVA (40201000h); 4 KiB at it. */
#define SMALL UINT64_C(0x40201000)
#define PAIR  (UINT64_C(0x40200000) | S)
#define LARGE (UINT64_C(0x402ff000) | S)
#define NEAR  UINT64_C(0x40203000)

/* One request of @sid is sent and completed, or not. */
static void request(struct bench *b, uint16_t sid, uint64_t pasid,
		    uint64_t range, bool answered)
{
	struct ats_inv inv = {
		.range = range, .pasid = pasid, .sid = sid, .owner = sid
	};
	unsigned int itag = 0;

	while (b->v->ats.itag[itag].state != VTD_ITAG_FREE)
		itag++;
	assert_int_equal(ats_inv_send(b->v, &inv), ATS_INV_SENT);
	if (answered) {
		device_completes(b, sid, UINT32_C(1) << itag, 1);
		return;
	}
	ticks(b, MSG_TICKS);
	host_clear_fsts(b, VTD_FSTS_ITE);
	bench_run(b);
	assert_true(ats_block_holds(b->v, sid));
}

static void fails(struct bench *b, uint64_t pasid, uint64_t range)
{
	request(b, SID, pasid, range, false);
}

static bool released_by(struct bench *b, uint64_t pasid, uint64_t range)
{
	request(b, SID, pasid, range, true);
	return !ats_block_holds(b->v, SID);
}

/* Nobody else is blocked; what the gate knew of it goes at once. */
static void test_blocked(void **state)
{
	struct bench *b = *state;

	assert_false(ats_block_holds(b->v, SID));
	fails(b, 0, SMALL);
	assert_false(ats_block_holds(b->v, SID + 1));
	assert_int_equal(mock_count(&b->m, MOCK_INVALIDATE,
				    OP(KEY) | VTD_PUT(GATE_INV_SID, SID)),
			 1);
}

/* What lies around all that is owed settles it; anything else does not. */
static void test_ranges(void **state)
{
	static const struct {
		uint64_t owed, done;
		bool settled;
	} cases[] = {
		{ SMALL, SMALL, true },
		{ SMALL, PAIR, true },
		{ SMALL, LARGE, true },
		{ SMALL, WHOLE, true },
		{ SMALL, NEAR, false },
		{ PAIR, SMALL, false },
		{ PAIR, PAIR, true },
		{ LARGE, PAIR, false },
		{ LARGE, WHOLE, true },
		{ WHOLE, LARGE, false },
		{ WHOLE, WHOLE, true },
		{ NEAR, PAIR, false },
		{ NEAR, LARGE, true },
		{ WHOLE, ~UINT64_C(0) << 11, true },
		{ ~UINT64_C(0) << 11, WHOLE, true },
	};
	struct bench *b = *state;

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		devices_start(b, 0, 0);
		fails(b, 0, cases[i].owed);
		if (released_by(b, 0, cases[i].done) != cases[i].settled)
			fail_msg("case %zu", i);
	}
}

/* Requests with PASID and without are different; G is every PASID. */
static void test_pasids(void **state)
{
	struct bench *b = *state;

	fails(b, WITH(5), SMALL);
	assert_false(released_by(b, 0, WHOLE));
	assert_false(released_by(b, WITH(6), WHOLE));
	assert_true(released_by(b, WITH(5), SMALL));
	fails(b, WITH(5), SMALL);
	assert_true(released_by(b, WITH(0), SMALL | G));
	fails(b, WITH(0), SMALL | G);
	assert_false(released_by(b, WITH(0), WHOLE));
	assert_true(released_by(b, WITH(0), WHOLE | G));
	fails(b, 0, SMALL);
	assert_false(released_by(b, WITH(0), WHOLE | G));
	assert_true(released_by(b, 0, WHOLE));
}

/* Both kinds are owed: both have to be settled. */
static void test_both_kinds(void **state)
{
	struct bench *b = *state;

	fails(b, 0, SMALL);
	fails(b, WITH(5), SMALL);
	assert_false(released_by(b, 0, SMALL));
	assert_true(released_by(b, WITH(5), SMALL));
}

/* More than one of a kind: one that lies around both, or everything. */
static void test_several_owed(void **state)
{
	struct bench *b = *state;

	fails(b, 0, SMALL);
	fails(b, 0, LARGE);
	assert_false(released_by(b, 0, SMALL));
	assert_true(released_by(b, 0, LARGE));
	fails(b, 0, SMALL);
	fails(b, 0, NEAR);
	assert_false(released_by(b, 0, LARGE));
	assert_true(released_by(b, 0, WHOLE));
	fails(b, WITH(5), SMALL);
	fails(b, WITH(6), SMALL);
	assert_false(released_by(b, WITH(5), WHOLE));
	assert_false(released_by(b, WITH(6), WHOLE));
	assert_true(released_by(b, WITH(0), WHOLE | G));
}

/* A completion of before, or one that comes too late, settles nothing. */
static void test_late_completion_does_not_release(void **state)
{
	struct bench *b = *state;

	fails(b, 0, SMALL);
	device_completes(b, SID, 1, 1);
	assert_true(ats_block_holds(b->v, SID));
}

/* Others' completions do not. */
static void test_other_source(void **state)
{
	struct bench *b = *state;

	fails(b, 0, SMALL);
	request(b, SID + 8, 0, WHOLE, true);
	assert_true(ats_block_holds(b->v, SID));
}

static void context(struct bench *b, uint64_t g, uint16_t sid, uint64_t fm)
{
	unsigned int index = (unsigned int)mock_reg(&b->m, VTD_IQT) / 32;

	host_wide(b, index,
		  VTD_DESC_CONTEXT | VTD_PUT(VTD_DESC_LO_G, g) |
			  (uint64_t)sid << 32 | fm << 48,
		  0);
	host_wide_tail(b, index + 1);
	bench_run(b);
}

/* Its own context, by name or within FM; all contexts; not one domain's. */
static void test_context_invalidation(void **state)
{
	struct bench *b = *state;

	fails(b, 0, SMALL);
	context(b, VTD_G_DOMAIN, 0, 0);
	context(b, VTD_G_SELECTIVE, SID + 1, 0);
	context(b, VTD_G_SELECTIVE, SID + 8, 3);
	assert_true(ats_block_holds(b->v, SID));
	context(b, VTD_G_SELECTIVE, SID, 0);
	assert_false(ats_block_holds(b->v, SID));
	fails(b, 0, SMALL);
	context(b, VTD_G_SELECTIVE, SID + 5, 3);
	assert_false(ats_block_holds(b->v, SID));
	fails(b, 0, SMALL);
	context(b, VTD_G_GLOBAL, 0, 0);
	assert_false(ats_block_holds(b->v, SID));
}

static void test_new_root(void **state)
{
	struct bench *b = *state;

	fails(b, 0, SMALL);
	host_gcmd(b, VTD_GCMD_QIE);
	bench_run(b);
	assert_true(ats_block_holds(b->v, SID));
	host_srtp(b, mock_reg(&b->m, VTD_RTADDR));
	bench_run(b);
	assert_false(ats_block_holds(b->v, SID));
}

/* More of them than can be told apart: everyone is blocked. */
static void test_too_many(void **state)
{
	struct bench *b = *state;

	for (uint16_t i = 0; i < VTD_ATS_BLOCKED; i++)
		request(b, (uint16_t)(SID + 8 * i), 0, SMALL, false);
	assert_false(ats_block_holds(b->v, SID + 1));
	request(b, 0x0700, 0, SMALL, false);
	assert_int_equal(mock_count(&b->m, MOCK_INVALIDATE, OP(KEY_ALL)), 1);
	assert_true(ats_block_holds(b->v, SID + 1));
	request(b, 0x0700, 0, WHOLE, true);
	context(b, VTD_G_SELECTIVE, 0x0700, 0);
	assert_true(ats_block_holds(b->v, SID + 1));
	context(b, VTD_G_GLOBAL, 0, 0);
	assert_false(ats_block_holds(b->v, SID + 1));
	assert_false(ats_block_holds(b->v, SID));
}

int ats_block_tests(void)
{
	static const struct CMUnitTest tests[] = {
		DEVICES(test_blocked),
		DEVICES(test_ranges),
		DEVICES(test_pasids),
		DEVICES(test_both_kinds),
		DEVICES(test_several_owed),
		DEVICES(test_late_completion_does_not_release),
		DEVICES(test_other_source),
		DEVICES(test_context_invalidation),
		DEVICES(test_new_root),
		DEVICES(test_too_many),
	};

	return cmocka_run_group_tests_name("ats_block", tests, NULL, NULL);
}
