/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */
/*
 * Who was given translations, with CAP.CM: nobody is forgotten before a device
 * has said that it holds nothing any more.
 */

#include "groups.h"

#include "ats.h"
#include "requests.h"

#define OTHER (SID + 1)
#define OF(sid_)                                                               \
	{                                                                      \
		.sid = (sid_), .did = DID                                      \
	}

static void start(struct bench *b)
{
	requests_legacy(b, 0, VTD_CAP_CM);
}

static unsigned int users(const struct bench *b)
{
	unsigned int count = 0;

	for (unsigned int i = 0; i < VTD_DEVICE_TLB_USERS; i++)
		count += b->v->ats.user[i].used;
	return count;
}

static void note(struct bench *b, uint16_t sid, uint64_t pasid)
{
	struct vtd_ats_user user = OF(sid);

	user.pasid = pasid;
	assert_true(ats_users_note(b->v, &user));
}

/* One entry for each {source, DID, PASID}. */
static void test_note(void **state)
{
	struct bench *b = *state;
	struct vtd_ats_user user = OF(SID);

	start(b);
	note(b, SID, 0);
	note(b, SID, 0);
	assert_int_equal(users(b), 1);
	note(b, SID, WITH(PASID));
	note(b, OTHER, 0);
	user.did++;
	assert_true(ats_users_note(b->v, &user));
	assert_int_equal(users(b), 4);
}

static void test_without_caching_mode(void **state)
{
	struct bench *b = *state;

	requests_legacy(b, 0, 0);
	note(b, SID, 0);
	assert_int_equal(users(b), 0);
}

static void test_full(void **state)
{
	struct bench *b = *state;
	struct vtd_ats_user user = OF(1000);

	start(b);
	for (uint16_t sid = 0; sid < VTD_DEVICE_TLB_USERS; sid++)
		note(b, sid, 0);
	assert_false(ats_users_note(b->v, &user));
	note(b, 5, 0);
}

/* ITag 3 of @sid for @range; sent, then done as @completed says. */
static void invalidate(struct bench *b, uint16_t sid, uint64_t range,
		       uint64_t pasid, bool completed)
{
	struct vtd_itag *tag = &b->v->ats.itag[3];

	*tag = (struct vtd_itag){ .sid = sid, .range = range, .pasid = pasid };
	ats_users_leave(b->v, tag);
	ats_users_left(b->v, tag, completed);
}

static void test_completed(void **state)
{
	struct bench *b = *state;

	start(b);
	note(b, SID, 0);
	note(b, SID, WITH(PASID));
	note(b, SID, WITH(PASID + 1));
	note(b, OTHER, 0);
	/* Not everything: a part may remain. */
	invalidate(b, SID, ATS_RANGE_S | 0x7ff000, 0, true);
	assert_int_equal(users(b), 4);
	invalidate(b, SID, ATS_RANGE_ALL, 0, false);
	assert_int_equal(users(b), 4);
	invalidate(b, SID, ATS_RANGE_ALL, 0, true);
	assert_int_equal(users(b), 3);
	invalidate(b, SID, ATS_RANGE_ALL, WITH(PASID), true);
	assert_int_equal(users(b), 2);
	invalidate(b, SID, ATS_RANGE_ALL | ATS_RANGE_G, WITH(PASID), true);
	assert_int_equal(users(b), 1);
	invalidate(b, OTHER, ATS_RANGE_ALL, 0, true);
	assert_int_equal(users(b), 0);
}

/* What was given out after the request had left is not covered by it. */
static void test_given_out_meanwhile(void **state)
{
	struct bench *b = *state;
	struct vtd_itag *tag = &b->v->ats.itag[0];

	start(b);
	note(b, SID, 0);
	*tag = (struct vtd_itag){ .sid = SID, .range = ATS_RANGE_ALL };
	ats_users_leave(b->v, tag);
	note(b, SID, 0);
	ats_users_left(b->v, tag, true);
	assert_int_equal(users(b), 1);
}

/* Of two requests the later one counts. */
static void test_twice(void **state)
{
	struct bench *b = *state;
	struct vtd_itag *tag = b->v->ats.itag;

	start(b);
	note(b, SID, 0);
	for (unsigned int i = 0; i < 2; i++) {
		tag[i] =
			(struct vtd_itag){ .sid = SID, .range = ATS_RANGE_ALL };
		ats_users_leave(b->v, &tag[i]);
	}
	ats_users_left(b->v, &tag[0], true);
	assert_int_equal(users(b), 1);
	ats_users_left(b->v, &tag[1], true);
	assert_int_equal(users(b), 0);
}

/* The whole way: given, invalidated by the engine, forgotten. */
static void test_by_messages(void **state)
{
	struct bench *b = *state;
	struct ats_inv inv = { .range = ATS_RANGE_ALL,
			       .sid = SID,
			       .owner = SID };

	start(b);
	requests_type(b, VTD_TT_UNTRANSLATED);
	assert_int_equal(
		tables_map(&b->t, SID, IOVA, PA, TABLES_PAGE_4K, TABLES_RW), 0);
	requests_type(b, VTD_TT_ALL);
	requests_ask(b, 0, IOVA, 0);
	requests_one(b, PA | R | W);
	assert_int_equal(users(b), 1);
	assert_int_equal(ats_inv_send(b->v, &inv), ATS_INV_SENT);
	assert_int_equal(users(b), 1);
	mock_work(&b->m,
		  GATE_KIND_MSG |
			  VTD_PUT(GATE_WORK0_MSG, GATE_MSG_IN_INV_DONE) |
			  VTD_PUT(GATE_WORK0_SID, SID),
		  UINT64_C(1) << 32 | 1, 0);
	assert_true(bench_turn(b));
	assert_int_equal(users(b), 0);
}

int ats_users_tests(void)
{
	static const struct CMUnitTest tests[] = {
		UNIT(test_note),
		UNIT(test_without_caching_mode),
		UNIT(test_full),
		UNIT(test_completed),
		UNIT(test_given_out_meanwhile),
		UNIT(test_twice),
		UNIT(test_by_messages),
	};

	return cmocka_run_group_tests_name("ats_users", tests, NULL, NULL);
}
