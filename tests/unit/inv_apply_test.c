/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */
/*
 * What an invalidation covers (6.2, 6.5.1, 6.5.2): contexts by all, domain or
 * device with function mask; translations by all, domain or pages. More may
 * go than was named, never less.
 */

#include "groups.h"

#include "dma.h"
#include "inv.h"

#define OP(name) VTD_PUT(GATE_INV_OP, GATE_INV_##name)
#define TAG(n)   VTD_PUT(GATE_INV_TAG, n)

/* @sid in @did with one page, which it has used: all caches are warm. */
static void warm(struct bench *b, uint16_t sid, uint16_t did)
{
	assert_int_equal(tables_attach(&b->t, sid, did, 4), 0);
	assert_int_equal(
		tables_map(&b->t, sid, IOVA, PA, TABLES_PAGE_4K, TABLES_RW), 0);
	device_asks(b, sid, IOVA, 0);
	assert_granted(b, PA, 0, TABLES_RW);
}

/* How many table reads @sid's next request takes. */
static unsigned int reads_of(struct bench *b, uint16_t sid)
{
	unsigned int before = b->m.reads;

	device_asks(b, sid, IOVA, 0);
	assert_granted(b, PA, 0, TABLES_RW);
	return b->m.reads - before;
}

static enum vtd_granularity context(struct bench *b, uint8_t granularity,
				    uint16_t did, uint16_t sid, uint8_t fm)
{
	struct inv_context inv = {
		.did = did, .sid = sid, .granularity = granularity, .fm = fm
	};

	return inv_apply_context(b->v, &inv);
}

static enum vtd_granularity iotlb(struct bench *b, uint8_t granularity,
				  uint16_t did, uint64_t addr, uint8_t am)
{
	struct inv_iotlb inv = {
		.addr = addr, .did = did, .granularity = granularity, .am = am
	};

	return inv_apply_iotlb(b->v, &inv);
}

static void test_all_contexts(void **state)
{
	struct bench *b = *state;

	host_enables_translation(b);
	warm(b, SID, DID);
	warm(b, 0x0408, DID + 1);
	EXPECT_INVALIDATE(&b->m, OP(KEY_ALL), 0);
	assert_int_equal(context(b, VTD_G_GLOBAL, 0, 0, 0), VTD_G_GLOBAL);
	mock_done(&b->m);
	/* Root, context, and the leaf: the tables of the tag stay. */
	assert_int_equal(reads_of(b, SID), 3);
	assert_int_equal(reads_of(b, 0x0408), 3);
}

/* CAIG may tell of more than was asked for. */
static void test_contexts_of_a_domain(void **state)
{
	struct bench *b = *state;
	enum vtd_granularity done;

	host_enables_translation(b);
	warm(b, SID, DID);
	warm(b, SID + 8, DID);
	done = context(b, VTD_G_DOMAIN, DID, 0, 0);
	assert_true(done == VTD_G_GLOBAL || done == VTD_G_DOMAIN);
	assert_true(mock_count(&b->m, MOCK_INVALIDATE, OP(KEY_ALL)));
	assert_int_equal(reads_of(b, SID), 3);
	assert_int_equal(reads_of(b, SID + 8), 3);
}

static void test_context_of_a_device(void **state)
{
	struct bench *b = *state;

	host_enables_translation(b);
	warm(b, SID, DID);
	warm(b, SID + 1, DID);
	EXPECT_INVALIDATE(&b->m, OP(KEY) | VTD_PUT(GATE_INV_SID, SID), 0);
	assert_int_equal(context(b, VTD_G_SELECTIVE, DID, SID, 0),
			 VTD_G_SELECTIVE);
	mock_done(&b->m);
	assert_int_equal(reads_of(b, SID), 3);
	assert_int_equal(reads_of(b, SID + 1), 1);
}

/* CM = 1: a driver names DID 0 for what was not present (6.1). */
static void test_device_whatever_its_domain(void **state)
{
	struct bench *b = *state;

	host_enables_translation(b);
	warm(b, SID, DID);
	context(b, VTD_G_SELECTIVE, 0, SID, 0);
	assert_int_equal(reads_of(b, SID), 3);
}

/* FM 1 leaves out bit 2, 2 bits 2:1, 3 bits 2:0 of the function. */
static void check_function_mask(struct bench *b, uint8_t fm, uint16_t ignored)
{
	struct vtd_config config = bench_config();
	uint16_t sid = 0x0315;

	bench_start(b, &config);
	host_enables_translation(b);
	for (uint16_t f = 0; f < 8; f++)
		warm(b, 0x0310 | f, DID);
	warm(b, 0x031d, DID);
	EXPECT_INVALIDATE(&b->m,
			  OP(KEY) | VTD_PUT(GATE_INV_SID, sid) |
				  VTD_PUT(GATE_INV_FM, fm),
			  0);
	context(b, VTD_G_SELECTIVE, DID, sid, fm);
	mock_done(&b->m);
	for (uint16_t f = 0; f < 8; f++) {
		bool named = !((f ^ sid) & 7 & ~ignored);

		assert_int_equal(reads_of(b, 0x0310 | f), named ? 3 : 1);
	}
	assert_int_equal(reads_of(b, 0x031d), 1);
}

static void test_function_mask(void **state)
{
	check_function_mask(*state, 0, 0);
	check_function_mask(*state, 1, 4);
	check_function_mask(*state, 2, 6);
	check_function_mask(*state, 3, 7);
}

static void test_reserved_granularity_does_nothing(void **state)
{
	struct bench *b = *state;

	host_enables_translation(b);
	warm(b, SID, DID);
	mock_expect_nothing(&b->m);
	assert_int_equal(context(b, VTD_G_RESERVED, DID, SID, 0),
			 VTD_G_RESERVED);
	assert_int_equal(iotlb(b, VTD_G_RESERVED, DID, IOVA, 0),
			 VTD_G_RESERVED);
	mock_done(&b->m);
	assert_int_equal(reads_of(b, SID), 1);
}

static void test_all_translations(void **state)
{
	struct bench *b = *state;

	host_enables_translation(b);
	warm(b, SID, DID);
	warm(b, 0x0408, DID + 1);
	EXPECT_INVALIDATE(&b->m, OP(RETIRE_ALL), 0);
	assert_int_equal(iotlb(b, VTD_G_GLOBAL, 0, 0, 0), VTD_G_GLOBAL);
	mock_done(&b->m);
	/* The context is known; four levels are read anew. */
	assert_int_equal(reads_of(b, SID), 4);
	assert_int_equal(reads_of(b, 0x0408), 4);
}

static void test_translations_of_a_domain(void **state)
{
	struct bench *b = *state;

	host_enables_translation(b);
	warm(b, SID, DID);
	warm(b, 0x0408, DID + 1);
	EXPECT_INVALIDATE(&b->m, OP(RETIRE) | TAG(0), 0);
	assert_int_equal(iotlb(b, VTD_G_DOMAIN, DID, 0, 0), VTD_G_DOMAIN);
	mock_done(&b->m);
	assert_int_equal(reads_of(b, SID), 4);
	assert_int_equal(reads_of(b, 0x0408), 1);
}

/* The pass-through keys of a domain go with it. */
static void test_pass_through_of_a_domain(void **state)
{
	struct bench *b = *state;

	host_enables_translation(b);
	assert_int_equal(tables_pass_through(&b->t, SID, DID, 4), 0);
	device_asks(b, SID, IOVA, 0);
	EXPECT_INVALIDATE(&b->m, OP(RETIRE) | TAG(0), 0);
	iotlb(b, VTD_G_DOMAIN, DID, 0, 0);
	mock_done(&b->m);
}

static void test_pages_of_a_domain(void **state)
{
	struct bench *b = *state;

	host_enables_translation(b);
	warm(b, SID, DID);
	EXPECT_INVALIDATE(&b->m, OP(PAGE) | TAG(0), IOVA);
	assert_int_equal(iotlb(b, VTD_G_SELECTIVE, DID, IOVA, 0),
			 VTD_G_SELECTIVE);
	mock_done(&b->m);
	assert_int_equal(reads_of(b, SID), 4);
}

static void test_pages_of_another_domain(void **state)
{
	struct bench *b = *state;

	host_enables_translation(b);
	warm(b, SID, DID);
	mock_expect_nothing(&b->m);
	assert_int_equal(iotlb(b, VTD_G_SELECTIVE, DID + 1, IOVA, 0),
			 VTD_G_SELECTIVE);
	mock_done(&b->m);
	assert_int_equal(reads_of(b, SID), 1);
}

/* Low address bits are masked by AM, those from MGAW on are ignored. */
static void test_range_is_rounded(void **state)
{
	struct bench *b = *state;
	const struct mock_call *call;
	uint64_t range;

	host_enables_translation(b);
	warm(b, SID, DID);
	for (uint8_t am = 0; am <= 18; am++) {
		iotlb(b, VTD_G_SELECTIVE, DID, IOVA | ~UINT64_C(0) << 57, am);
		call = &b->m.calls[b->m.call_count - 1];
		while (call->op != MOCK_INVALIDATE)
			call--;
		range = ~UINT64_C(0) << (12 + am);
		assert_int_equal(call->a, OP(PAGE) | TAG(0));
		assert_int_equal(call->b & GATE_INV_ADDR_AM, am);
		assert_int_equal(call->b & GATE_INV_ADDR_PFN & range,
				 IOVA & range);
	}
}

/* IH = 1 says that only leaves changed (6.5.2.3). */
static void test_leaf_hint(void **state)
{
	struct bench *b = *state;
	struct inv_iotlb inv = { .addr = IOVA,
				 .did = DID,
				 .granularity = VTD_G_SELECTIVE,
				 .ih = true };

	host_enables_translation(b);
	warm(b, SID, DID);
	EXPECT_INVALIDATE(&b->m, OP(PAGE) | TAG(0), IOVA);
	inv_apply_iotlb(b->v, &inv);
	mock_done(&b->m);
	assert_int_equal(reads_of(b, SID), 1);
}

/* A page in the middle of the range, tables known at both of its ends. */
static void test_wide_range_takes_all_tables_in_it(void **state)
{
	struct bench *b = *state;
	uint64_t far = IOVA + 3 * TABLES_PAGE_2M;

	host_enables_translation(b);
	warm(b, SID, DID);
	assert_int_equal(
		tables_map(&b->t, SID, far, PA, TABLES_PAGE_4K, TABLES_RW), 0);
	device_asks(b, SID, far, 0);
	iotlb(b, VTD_G_SELECTIVE, DID, IOVA, 18);
	guest_store(b, tables_slot(&b->t, SID, far, 2), 0);
	device_asks(b, SID, far, 0);
	assert_faulted(b, SID, far, VTD_FAULT_LGN_3);
}

/* AM above CAP.MAMV is refused; so are pages without CAP.PSI. */
static void test_too_wide_a_range(void **state)
{
	struct bench *b = *state;

	host_enables_translation(b);
	warm(b, SID, DID);
	mock_expect_nothing(&b->m);
	for (uint8_t am = 19; am < 64; am++)
		assert_int_equal(iotlb(b, VTD_G_SELECTIVE, DID, IOVA, am),
				 VTD_G_RESERVED);
	mock_done(&b->m);
}

static void test_no_page_selection(void **state)
{
	struct bench *b = *state;
	struct vtd_config config = bench_config();

	config.cap &= ~(VTD_CAP_PSI | VTD_CAP_MAMV);
	bench_start(b, &config);
	host_enables_translation(b);
	warm(b, SID, DID);
	mock_expect_nothing(&b->m);
	assert_int_equal(iotlb(b, VTD_G_SELECTIVE, DID, IOVA, 0),
			 VTD_G_RESERVED);
	mock_done(&b->m);
}

/* DID bits above ND's width are ignored (6.5.2). */
static void test_narrow_domain_ids(void **state)
{
	struct bench *b = *state;
	struct vtd_config config = bench_config();

	config.cap &= ~VTD_CAP_ND;
	bench_start(b, &config);
	host_enables_translation(b);
	warm(b, SID, DID);
	EXPECT_INVALIDATE(&b->m, OP(RETIRE) | TAG(0), 0);
	iotlb(b, VTD_G_DOMAIN, DID | 0xfff0, 0, 0);
	mock_done(&b->m);
}

static void test_everything(void **state)
{
	struct bench *b = *state;

	host_enables_translation(b);
	warm(b, SID, DID);
	EXPECT_INVALIDATE(&b->m, OP(KEY_ALL), 0);
	EXPECT_INVALIDATE(&b->m, OP(RETIRE_ALL), 0);
	inv_apply_all(b->v);
	mock_done(&b->m);
	assert_int_equal(reads_of(b, SID), 6);
}

static const struct mock_call *traced(const struct bench *b, uint64_t event)
{
	const struct mock_call *call = &b->m.calls[b->m.call_count];

	while ((--call)->op != MOCK_TRACE || call->a != event)
		assert_ptr_not_equal(call, b->m.calls);
	return call;
}

/* vtd_trace.def: granularity, DID, and what was named. */
static void test_traces(void **state)
{
	struct bench *b = *state;
	const struct mock_call *call;

	context(b, VTD_G_SELECTIVE, DID, SID, 3);
	call = traced(b, VTD_TRACE_INV_CONTEXT);
	assert_int_equal(call->b, VTD_G_SELECTIVE);
	assert_int_equal(call->c, DID);
	assert_int_equal(call->d, SID | 3u << 16);
	iotlb(b, VTD_G_SELECTIVE, DID, IOVA, 5);
	call = traced(b, VTD_TRACE_INV_IOTLB);
	assert_int_equal(call->b, VTD_G_SELECTIVE);
	assert_int_equal(call->c, DID);
	assert_int_equal(call->d, IOVA | 5);
}

/* ---- With PASID (6.5.2.4, 6.5.2.5) -------------------------------------- */

#define PASID 0x54321u

/* What each granularity must and must not touch, and the words for it. */
struct spaces {
	uint64_t first, nested, second, pass; /* of DID; the former of PASID */
	uint64_t other_pasid, other_did;      /* first stage */
};

static uint64_t new_tag(struct bench *b, struct vtd_space space)
{
	return dma_tag_number(b->v, dma_tag_of(b->v, &space));
}

static struct spaces make_spaces(struct bench *b)
{
	struct vtd_space first = { .fs_root = 0x1000,
				   .pasid = PASID,
				   .did = DID,
				   .fs_levels = 4,
				   .width = 48 };
	struct vtd_space second = {
		.ss_root = 0x2000, .did = DID, .ss_levels = 4, .width = 48
	};
	struct vtd_space nested = first, pass = { .did = DID, .width = 48 };
	struct vtd_space other_pasid = first, other_did = first;
	struct spaces s;

	nested.ss_root = 0x2000;
	nested.ss_levels = 4;
	other_pasid.pasid++;
	other_did.did++;
	s.first = new_tag(b, first);
	s.nested = new_tag(b, nested);
	s.second = new_tag(b, second);
	s.pass = new_tag(b, pass);
	s.other_pasid = new_tag(b, other_pasid);
	s.other_did = new_tag(b, other_did);
	return s;
}

static bool did(const struct bench *b, uint64_t op, uint64_t tag)
{
	return mock_count(&b->m, MOCK_INVALIDATE, op | TAG(tag));
}

static bool pasid_iotlb(struct bench *b, uint8_t granularity, uint64_t addr,
			uint8_t am, bool ih)
{
	struct inv_pasid inv = { .addr = addr,
				 .pasid = PASID,
				 .did = DID,
				 .granularity = granularity,
				 .am = am,
				 .ih = ih };

	mock_forget(&b->m);
	return inv_apply_pasid_iotlb(b->v, &inv);
}

/* First stage of that PASID; second stage and pass-through, which may be. */
static void test_translations_of_a_pasid(void **state)
{
	struct bench *b = *state;
	struct spaces s = make_spaces(b);

	assert_true(pasid_iotlb(b, VTD_PIG_PASID, 0, 0, false));
	assert_true(did(b, OP(RETIRE), s.first));
	assert_true(did(b, OP(RETIRE), s.nested));
	assert_true(did(b, OP(RETIRE), s.second));
	assert_true(did(b, OP(RETIRE), s.pass));
	assert_false(did(b, OP(RETIRE), s.other_pasid));
	assert_false(did(b, OP(RETIRE), s.other_did));
}

/* Pages: first stage of that PASID only, nested included. */
static void test_pages_of_a_pasid(void **state)
{
	struct bench *b = *state;
	struct spaces s = make_spaces(b);

	assert_true(pasid_iotlb(b, VTD_PIG_PAGES, IOVA, 0, true));
	assert_true(did(b, OP(PAGE), s.first));
	assert_true(did(b, OP(PAGE), s.nested));
	assert_false(did(b, OP(PAGE), s.second));
	assert_false(did(b, OP(PAGE), s.pass));
	assert_false(did(b, OP(PAGE), s.other_pasid));
	assert_false(did(b, OP(PAGE), s.other_did));
}

/* IH = 0: the paging structures of the first stage go too. */
static void test_hint_of_a_pasid(void **state)
{
	struct bench *b = *state;
	struct spaces s = make_spaces(b);
	uint64_t tables = b->v->tags.tag[s.first].tables;

	assert_true(pasid_iotlb(b, VTD_PIG_PAGES, IOVA, 0, true));
	assert_int_equal(b->v->tags.tag[s.first].tables, tables);
	assert_true(pasid_iotlb(b, VTD_PIG_PAGES, IOVA, 0, false));
	assert_int_not_equal(b->v->tags.tag[s.first].tables, tables);
}

static uint64_t page_operand(const struct bench *b, uint64_t tag)
{
	const struct mock_call *c = &b->m.calls[b->m.call_count];

	while ((--c)->op != MOCK_INVALIDATE || c->a != (OP(PAGE) | TAG(tag)))
		assert_ptr_not_equal(c, b->m.calls);
	return c->b;
}

/*
 * AM has no bound but its width; addresses are sign-extended, all of them. Of
 * four levels 2^36 pages are all there are.
 */
static void test_ranges_of_a_pasid(void **state)
{
	struct bench *b = *state;
	struct spaces s = make_spaces(b);
	uint64_t addr = UINT64_C(0xffff812345678000);

	for (uint8_t am = 0; am < 64; am++) {
		uint64_t mask = am < 36 ? ~UINT64_C(0) << (12 + am) : 0;

		assert_true(pasid_iotlb(b, VTD_PIG_PAGES, addr, am, true));
		assert_int_equal(page_operand(b, s.first),
				 (addr & mask) | (am < 36 ? am : 52));
	}
}

static void test_reserved_granularity_of_a_pasid(void **state)
{
	struct bench *b = *state;
	struct inv_pasid inv = { .granularity = 2 };

	make_spaces(b);
	mock_expect_nothing(&b->m);
	assert_false(pasid_iotlb(b, 0, 0, 0, false));
	assert_false(pasid_iotlb(b, 1, 0, 0, false));
	assert_false(inv_apply_pasid(b->v, &inv));
	mock_done(&b->m);
}

/* Type 2, pages: by address in the second stage; first stages end (6.5.2.3). */
static void test_pages_of_a_domain_with_pasids(void **state)
{
	struct bench *b = *state;
	struct spaces s = make_spaces(b);

	mock_forget(&b->m);
	assert_int_equal(iotlb(b, VTD_G_SELECTIVE, DID, IOVA, 0),
			 VTD_G_SELECTIVE);
	assert_true(did(b, OP(PAGE), s.second));
	assert_false(did(b, OP(RETIRE), s.second));
	assert_true(did(b, OP(RETIRE), s.first));
	assert_true(did(b, OP(RETIRE), s.nested));
	assert_true(did(b, OP(RETIRE), s.other_pasid));
	assert_false(did(b, OP(RETIRE), s.other_did));
}

static void test_domain_with_pasids(void **state)
{
	struct bench *b = *state;
	struct spaces s = make_spaces(b);

	mock_forget(&b->m);
	assert_int_equal(iotlb(b, VTD_G_DOMAIN, DID, 0, 0), VTD_G_DOMAIN);
	assert_true(did(b, OP(RETIRE), s.first));
	assert_true(did(b, OP(RETIRE), s.nested));
	assert_true(did(b, OP(RETIRE), s.second));
	assert_true(did(b, OP(RETIRE), s.pass));
	assert_true(did(b, OP(RETIRE), s.other_pasid));
	assert_false(did(b, OP(RETIRE), s.other_did));
}

static void test_traces_with_pasid(void **state)
{
	struct bench *b = *state;
	struct inv_pasid inv = { .pasid = PASID,
				 .did = DID,
				 .granularity = VTD_PG_PASID };
	struct inv_iec iec = { .index = 0x1234, .selective = true };
	const struct mock_call *call;

	assert_true(pasid_iotlb(b, VTD_PIG_PAGES, IOVA, 5, false));
	call = traced(b, VTD_TRACE_INV_PASID_IOTLB);
	assert_int_equal(call->b, VTD_PIG_PAGES);
	assert_int_equal(call->c, DID | (uint64_t)PASID << 16);
	assert_int_equal(call->d, IOVA | 5);
	assert_true(inv_apply_pasid(b->v, &inv));
	call = traced(b, VTD_TRACE_INV_PASID);
	assert_int_equal(call->b, VTD_PG_PASID);
	assert_int_equal(call->c, DID);
	assert_int_equal(call->d, PASID);
	assert_true(inv_apply_iec(b->v, &iec));
	call = traced(b, VTD_TRACE_INV_IEC);
	assert_int_equal(call->b, 1);
	assert_int_equal(call->c, 0x1234);
}

int inv_apply_tests(void)
{
	static const struct CMUnitTest tests[] = {
		UNIT(test_all_contexts),
		UNIT(test_contexts_of_a_domain),
		UNIT(test_context_of_a_device),
		UNIT(test_device_whatever_its_domain),
		UNIT(test_function_mask),
		UNIT(test_reserved_granularity_does_nothing),
		UNIT(test_all_translations),
		UNIT(test_translations_of_a_domain),
		UNIT(test_pass_through_of_a_domain),
		UNIT(test_pages_of_a_domain),
		UNIT(test_pages_of_another_domain),
		UNIT(test_range_is_rounded),
		UNIT(test_leaf_hint),
		UNIT(test_wide_range_takes_all_tables_in_it),
		UNIT(test_too_wide_a_range),
		UNIT(test_no_page_selection),
		UNIT(test_narrow_domain_ids),
		UNIT(test_everything),
		UNIT(test_traces),
		UNIT(test_translations_of_a_pasid),
		UNIT(test_pages_of_a_pasid),
		UNIT(test_hint_of_a_pasid),
		UNIT(test_ranges_of_a_pasid),
		UNIT(test_reserved_granularity_of_a_pasid),
		UNIT(test_pages_of_a_domain_with_pasids),
		UNIT(test_domain_with_pasids),
		UNIT(test_traces_with_pasid),
	};

	return cmocka_run_group_tests_name("inv_apply", tests, NULL, NULL);
}
