/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */
/*
 * Translation requests by the second stage of legacy mode, and what is the same
 * in every mode: 4.2.3, 4.2.3.2, and the columns of table 30 for translation
 * requests.
 */

#include "groups.h"

#include "ats.h"
#include "dma.h"
#include "requests.h"

static void map(struct bench *b, uint64_t iova, uint64_t pa, uint64_t size,
		unsigned int rw)
{
	requests_type(b, VTD_TT_UNTRANSLATED);
	assert_int_equal(tables_map(&b->t, SID, iova, pa, size, rw), 0);
	requests_type(b, VTD_TT_ALL);
}

static void start(struct bench *b, unsigned int rw)
{
	requests_legacy(b, VTD_ECAP_NWFS, 0);
	map(b, IOVA, PA, TABLES_PAGE_4K, rw);
}

static uint64_t leaf_of(struct bench *b, uint64_t iova)
{
	uint64_t slot;

	requests_type(b, VTD_TT_UNTRANSLATED);
	slot = tables_slot(&b->t, SID, iova, 1);
	requests_type(b, VTD_TT_ALL);
	return slot;
}

/* 4.2.1: without device TLBs, and while translation is off. */
static void test_nobody_is_asked(void **state)
{
	struct bench *b = *state;
	struct vtd_config config = bench_config();

	host_enables_translation(b);
	requests_ask(b, 0, IOVA, 0);
	requests_status(b, GATE_ATS_STATUS_UR);
	config.ecap |= VTD_ECAP_DT;
	bench_start(b, &config);
	requests_ask(b, 0, IOVA, 0);
	requests_status(b, GATE_ATS_STATUS_UR);
	assert_no_record(b);
	assert_int_equal(mock_traces(&b->m, VTD_TRACE_ATS_REFUSED), 1);
}

static void test_a_page(void **state)
{
	struct bench *b = *state;

	start(b, TABLES_RW);
	requests_ask(b, 0, IOVA, 0);
	requests_one(b, PA | R | W);
	/* From caches it is the same. */
	requests_ask(b, 0, IOVA, 0);
	requests_one(b, PA | R | W);
}

/* PR and ER are of PASIDs alone; a stray PASID is none. */
static void test_flags_without_pasid(void **state)
{
	struct bench *b = *state;

	start(b, TABLES_RW);
	requests_ask(b, GATE_WORK0_PRIV | GATE_WORK0_EXEC, IOVA, 0);
	requests_one(b, PA | R | W);
	assert_int_equal(b->m.msg[0] & (GATE_WORK0_PRIV | GATE_WORK0_EXEC), 0);
}

/* LCT.5 for TT=00 and TT=10; TT=11 is LCT.4.2. */
static void test_types(void **state)
{
	struct bench *b = *state;
	static const struct {
		unsigned int tt, status;
		enum vtd_fault fault;
	} rows[] = {
		{ 0, GATE_ATS_STATUS_UR, VTD_FAULT_LCT_5 },
		{ 2, GATE_ATS_STATUS_UR, VTD_FAULT_LCT_5 },
		{ 3, GATE_ATS_STATUS_CA, VTD_FAULT_LCT_4 },
	};

	for (unsigned int i = 0; i < 3; i++) {
		start(b, TABLES_RW);
		requests_type(b, rows[i].tt);
		requests_ask(b, 0, IOVA, 0);
		requests_fault(b, rows[i].status, rows[i].fault);
	}
}

/* A context that is known for DMA, but not for ATS, is read anew. */
static void test_type_known_from_dma(void **state)
{
	struct bench *b = *state;

	start(b, TABLES_RW);
	requests_type(b, VTD_TT_UNTRANSLATED);
	device_asks(b, SID, IOVA, 0);
	requests_ask(b, 0, IOVA, 0);
	requests_fault(b, GATE_ATS_STATUS_UR, VTD_FAULT_LCT_5);
}

/* The word at @slot, changed by @bits, is this fault. */
static void spoilt(struct bench *b, uint64_t slot, uint64_t bits,
		   unsigned int status, enum vtd_fault fault)
{
	guest_store(b, slot, guest_load(b, slot) ^ bits);
	requests_ask(b, 0, IOVA, 0);
	requests_fault(b, status, fault);
}

static void test_root_and_context(void **state)
{
	struct bench *b = *state;

	start(b, TABLES_RW);
	spoilt(b, tables_root_slot(&b->t, SID), 1, GATE_ATS_STATUS_UR,
	       VTD_FAULT_LRT_2);
	start(b, TABLES_RW);
	spoilt(b, tables_root_slot(&b->t, SID), 2, GATE_ATS_STATUS_CA,
	       VTD_FAULT_LRT_3);
	start(b, TABLES_RW);
	spoilt(b, tables_context_slot(&b->t, SID), 1, GATE_ATS_STATUS_UR,
	       VTD_FAULT_LCT_2);
	start(b, TABLES_RW);
	spoilt(b, tables_context_slot(&b->t, SID), 16, GATE_ATS_STATUS_CA,
	       VTD_FAULT_LCT_3);
	start(b, TABLES_RW);
	spoilt(b, tables_context_slot(&b->t, SID) + 8, 7, GATE_ATS_STATUS_CA,
	       VTD_FAULT_LCT_4);
}

/* FPD silences the record, not the answer. */
static void test_fpd(void **state)
{
	struct bench *b = *state;
	uint64_t slot;

	start(b, TABLES_RW);
	requests_type(b, VTD_TT_UNTRANSLATED);
	slot = tables_context_slot(&b->t, SID);
	guest_store(b, slot, guest_load(b, slot) | VTD_CONTEXT_LO_FPD);
	requests_ask(b, 0, IOVA, 0);
	requests_status(b, GATE_ATS_STATUS_UR);
	assert_no_record(b);
}

static void test_second_stage(void **state)
{
	struct bench *b = *state;

	start(b, TABLES_RW);
	spoilt(b, leaf_of(b, IOVA), UINT64_C(1) << 62, GATE_ATS_STATUS_CA,
	       VTD_FAULT_LSS_2);
	start(b, TABLES_RW);
	b->m.fail_read = 5;
	requests_ask(b, 0, IOVA, 0);
	requests_fault(b, GATE_ATS_STATUS_CA, VTD_FAULT_LSS_1);
}

/* LGN.4: what comes out is in the interrupt range. */
static void test_output_in_interrupt_range(void **state)
{
	struct bench *b = *state;

	start(b, TABLES_RW);
	map(b, IOVA, UINT64_C(0xfee01000), TABLES_PAGE_4K, TABLES_RW);
	requests_ask(b, 0, IOVA, 0);
	requests_fault(b, GATE_ATS_STATUS_CA, VTD_FAULT_LGN_4);
}

/* Recoverable: nothing is permitted, and nothing recorded. */
static void test_nothing_there(void **state)
{
	struct bench *b = *state;

	start(b, TABLES_RW);
	requests_ask(b, 0, IOVA + 0x1000, 0);
	requests_one(b, 0);
	requests_ask(b, 0, UINT64_C(1) << 50, 0);
	requests_one(b, 0);
	assert_int_equal(mock_traces(&b->m, VTD_TRACE_ATS_NOTHING), 2);
	assert_int_equal(mock_traces(&b->m, VTD_TRACE_FAULT), 0);
}

/* SE: whatever the tables permit; NW takes W away. */
static void test_permissions(void **state)
{
	struct bench *b = *state;
	static const uint64_t given[4][2] = { { 0, 0 },
					      { PA | R, PA | R },
					      { PA | W, 0 },
					      { PA | R | W, PA | R } };

	for (unsigned int rw = 0; rw < 4; rw++) {
		start(b, rw);
		requests_ask(b, 0, IOVA, 0);
		requests_one(b, given[rw][0]);
		requests_ask(b, 0, IOVA, NW);
		requests_one(b, given[rw][1]);
	}
}

/* 4.2.3: without NWFS, NW means nothing. */
static void test_no_nwfs(void **state)
{
	struct bench *b = *state;

	requests_legacy(b, 0, 0);
	map(b, IOVA, PA, TABLES_PAGE_4K, TABLES_W);
	requests_ask(b, 0, IOVA, NW);
	requests_one(b, PA | W);
	requests_ask(b, 0, UINT64_C(0xfee00000), NW);
	requests_one(b, W | U);
}

/* N is SNP of the leaf (table 10). */
static void test_snoop(void **state)
{
	struct bench *b = *state;
	uint64_t slot;

	start(b, TABLES_RW);
	slot = leaf_of(b, IOVA);
	guest_store(b, slot, guest_load(b, slot) | VTD_SS_SNP);
	requests_ask(b, 0, IOVA, 0);
	requests_one(b, PA | R | W | N);
}

/* Sizes are coded in the low bits of the address. */
static void test_sizes(void **state)
{
	struct bench *b = *state;
	uint64_t mega = UINT64_C(0x5555600000), giga = UINT64_C(0x6640000000);

	start(b, TABLES_RW);
	map(b, UINT64_C(0x80000000), mega, TABLES_PAGE_2M, TABLES_R);
	map(b, UINT64_C(0x10000000000), giga, TABLES_PAGE_1G, TABLES_RW);
	requests_ask(b, 0, UINT64_C(0x80123000), 0);
	requests_one(b, mega | SIZE_2M | R);
	requests_ask(b, 0, UINT64_C(0x1002a5f7000), 0);
	requests_one(b, giga | SIZE_1G | R | W);
}

/* S.1 and S.2, once the context allows ATS. */
static void test_interrupt_range(void **state)
{
	struct bench *b = *state;

	start(b, TABLES_RW);
	requests_ask(b, 0, UINT64_C(0xfee00000), 0);
	requests_one(b, W | U);
	requests_ask(b, 0, UINT64_C(0xfeeff000), NW);
	requests_one(b, 0);
	requests_type(b, VTD_TT_UNTRANSLATED);
	host_srtp(b, b->t.root);
	bench_run(b);
	requests_ask(b, 0, UINT64_C(0xfee00000), 0);
	requests_fault(b, GATE_ATS_STATUS_UR, VTD_FAULT_LCT_5);
}

/*
 * No page that reaches into the interrupt range is given out whole, from
 * neither side: the device would take it for more than it is.
 */
static void test_pages_around_interrupt_range(void **state)
{
	struct bench *b = *state;

	start(b, TABLES_RW);
	map(b, UINT64_C(0xfee00000), UINT64_C(0x400000), TABLES_PAGE_2M,
	    TABLES_RW);
	requests_ask(b, 0, UINT64_C(0xfef01000), 0);
	requests_one(b, UINT64_C(0x501000) | R | W);
	map(b, UINT64_C(0x40000000), UINT64_C(0xfee00000), TABLES_PAGE_2M,
	    TABLES_RW);
	requests_ask(b, 0, UINT64_C(0x40101000), 0);
	requests_one(b, UINT64_C(0xfef01000) | R | W);
}

/* ---- Several ------------------------------------------------------------ */

#define FIRST UINT64_C(0x40200000) /* of a line of eight entries */

static void map_many(struct bench *b, unsigned int pages)
{
	start(b, TABLES_RW);
	for (unsigned int i = 0; i < pages; i++)
		map(b, FIRST + 0x1000 * (uint64_t)i, PA + 0x3000 * (uint64_t)i,
		    TABLES_PAGE_4K, i & 1 ? TABLES_R : TABLES_RW);
}

static void check_many(const struct bench *b, unsigned int from,
		       unsigned int count)
{
	requests_count(b, count);
	for (unsigned int i = 0; i < count; i++) {
		uint64_t n = from + i;

		assert_int_equal(b->m.msg[1 + i],
				 (PA + 0x3000 * n) | R | (n & 1 ? 0 : W));
	}
	assert_no_record(b);
}

static void test_many(void **state)
{
	struct bench *b = *state;

	map_many(b, 16);
	for (unsigned int count = 1; count <= 8; count++) {
		requests_ask(b, 0, FIRST, WANT(count));
		check_many(b, 0, count);
	}
}

/* Never beyond one line of the leaf table: fewer is legal. */
static void test_many_within_a_line(void **state)
{
	struct bench *b = *state;

	map_many(b, 16);
	requests_ask(b, 0, FIRST + 0x5000, WANT(8));
	check_many(b, 5, 3);
	requests_ask(b, 0, FIRST + 0x7000, WANT(8));
	check_many(b, 7, 1);
}

/* The first one that is wrong ends them, and is no fault. */
static void test_many_until_one_is_wrong(void **state)
{
	struct bench *b = *state;
	uint64_t slot;

	map_many(b, 3);
	requests_ask(b, 0, FIRST, WANT(8));
	check_many(b, 0, 3);
	map_many(b, 8);
	slot = leaf_of(b, FIRST + 0x2000);
	guest_store(b, slot, guest_load(b, slot) | UINT64_C(1) << 62);
	requests_ask(b, 0, FIRST, WANT(8));
	check_many(b, 0, 2);
	map(b, FIRST + 0x2000, PA, TABLES_PAGE_4K, TABLES_W);
	requests_ask(b, 0, FIRST, WANT(8) | NW);
	requests_count(b, 2);
}

/* All of one size. */
static void test_many_of_one_size(void **state)
{
	struct bench *b = *state;

	start(b, TABLES_RW);
	map(b, UINT64_C(0x80000000), UINT64_C(0x80000000), TABLES_PAGE_2M,
	    TABLES_RW);
	map(b, UINT64_C(0x80200000), UINT64_C(0xa0000000), TABLES_PAGE_2M,
	    TABLES_RW);
	map(b, UINT64_C(0x80400000), PA, TABLES_PAGE_4K, TABLES_RW);
	requests_ask(b, 0, UINT64_C(0x8001f000), WANT(8));
	requests_count(b, 2);
	assert_int_equal(b->m.msg[1], UINT64_C(0x80000000) | SIZE_2M | R | W);
	assert_int_equal(b->m.msg[2], UINT64_C(0xa0000000) | SIZE_2M | R | W);
}

/* Where nothing can be cached, each would be a whole walk: one is enough. */
static void test_one_without_a_tag(void **state)
{
	struct bench *b = *state;

	map_many(b, 8);
	b->m.sweep_polls = MOCK_FOREVER;
	for (uint16_t did = 0; did < MOCK_TAGS; did++) {
		struct vtd_space space = { .did = (uint16_t)(did + 100) };

		dma_tag_of(b->v, &space);
	}
	dma_tag_retire_all(b->v);
	requests_ask(b, 0, FIRST, WANT(8));
	check_many(b, 0, 1);
}

/* A faulting page of stale caches is looked up again. */
static void test_not_from_stale_caches(void **state)
{
	struct bench *b = *state;

	start(b, TABLES_R);
	requests_ask(b, 0, IOVA, 0);
	requests_one(b, PA | R);
	map(b, IOVA, PA + 0x1000, TABLES_PAGE_4K, TABLES_RW);
	requests_ask(b, 0, IOVA, 0);
	requests_one(b, (PA + 0x1000) | R | W);
}

/* ---- Who may ask -------------------------------------------------------- */

/* A source that owes an invalidation gets none, until it has done it. */
static void test_blocked(void **state)
{
	struct bench *b = *state;
	struct vtd_itag tag = { .range = ATS_RANGE_ALL, .sid = SID };

	start(b, TABLES_RW);
	ats_block(b->v, &tag);
	requests_ask(b, 0, IOVA, 0);
	requests_status(b, GATE_ATS_STATUS_UR);
	assert_no_record(b);
	ats_block_completed(b->v, &tag);
	requests_ask(b, 0, IOVA, 0);
	requests_one(b, PA | R | W);
}

/* With CAP.CM, who cannot be remembered gets nothing; that is no fault. */
static void test_no_room_to_remember(void **state)
{
	struct bench *b = *state;
	struct vtd_ats_user user = { .did = DID };

	requests_legacy(b, VTD_ECAP_NWFS, VTD_CAP_CM);
	map(b, IOVA, PA, TABLES_PAGE_4K, TABLES_RW);
	for (user.sid = 0; user.sid < VTD_DEVICE_TLB_USERS; user.sid++)
		assert_true(ats_users_note(b->v, &user));
	requests_ask(b, 0, IOVA, 0);
	requests_status(b, GATE_ATS_STATUS_CA);
	assert_no_record(b);
	/* Nothing is given, so nothing is to be remembered. */
	requests_ask(b, 0, IOVA + 0x1000, 0);
	requests_one(b, 0);
	b->v->ats.user[5].used = false;
	requests_ask(b, 0, IOVA, 0);
	requests_one(b, PA | R | W);
	assert_int_equal(b->v->ats.user[5].sid, SID);
	assert_int_equal(b->v->ats.user[5].did, DID);
}

int ats_request_tests(void)
{
	static const struct CMUnitTest tests[] = {
		UNIT(test_nobody_is_asked),
		UNIT(test_a_page),
		UNIT(test_flags_without_pasid),
		UNIT(test_types),
		UNIT(test_type_known_from_dma),
		UNIT(test_root_and_context),
		UNIT(test_fpd),
		UNIT(test_second_stage),
		UNIT(test_output_in_interrupt_range),
		UNIT(test_nothing_there),
		UNIT(test_permissions),
		UNIT(test_no_nwfs),
		UNIT(test_snoop),
		UNIT(test_sizes),
		UNIT(test_interrupt_range),
		UNIT(test_pages_around_interrupt_range),
		UNIT(test_many),
		UNIT(test_many_within_a_line),
		UNIT(test_many_until_one_is_wrong),
		UNIT(test_many_of_one_size),
		UNIT(test_one_without_a_tag),
		UNIT(test_not_from_stale_caches),
		UNIT(test_blocked),
		UNIT(test_no_room_to_remember),
	};

	return cmocka_run_group_tests_name("ats_request", tests, NULL, NULL);
}
