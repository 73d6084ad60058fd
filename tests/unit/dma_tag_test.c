/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */
/*
 * Tags: one names an address space in the gate. Equal spaces share one,
 * retired ones are given out again only after a sweep that began later, and
 * running out of them never ends in a wrong one. The gate here has 2^5.
 */

#include "groups.h"

#include "dma.h"

#define TAG(number)  VTD_PUT(GATE_INV_TAG, number)
#define OP(name)     VTD_PUT(GATE_INV_OP, GATE_INV_##name)
#define ROOT(number) ((uint64_t)(number) << VTD_PAGE_SHIFT)
#define MANY         1000u

static struct vtd_space space(uint16_t did, uint64_t root, uint8_t levels)
{
	return (struct vtd_space){ .did = did,
				   .ss_root = root,
				   .ss_levels = levels };
}

static struct vtd_tag *take(struct bench *b, uint16_t did, uint64_t root)
{
	struct vtd_space s = space(did, root, 4);

	return dma_tag_of(b->v, &s);
}

/* As GRANT with BIND does; the mock then holds the tag for live. */
static uint64_t bind(struct bench *b, uint16_t did, uint64_t root)
{
	struct vtd_tag *tag = take(b, did, root);
	uint64_t number;

	if (!tag)
		mock_fail(&b->m, "no tag for domain %u", did);
	number = dma_tag_number(b->v, tag);
	if (b->m.tags[number] != MOCK_TAG_FREE &&
	    b->m.tags[number] != MOCK_TAG_LIVE)
		mock_fail(&b->m, "tag %u was not swept", (unsigned int)number);
	b->m.tags[number] = MOCK_TAG_LIVE;
	return number;
}

static void test_equal_spaces_share_a_tag(void **state)
{
	struct bench *b = *state;

	assert_int_equal(bind(b, DID, ROOT(1)), bind(b, DID, ROOT(1)));
}

static void test_spaces_differ_by_domain_root_and_width(void **state)
{
	struct bench *b = *state;
	struct vtd_space wide = space(DID, ROOT(1), 5);
	uint64_t first = bind(b, DID, ROOT(1));
	struct vtd_tag *other = dma_tag_of(b->v, &wide);

	assert_int_not_equal(bind(b, DID + 1, ROOT(1)), first);
	assert_int_not_equal(bind(b, DID, ROOT(2)), first);
	assert_non_null(other);
	assert_int_not_equal(dma_tag_number(b->v, other), first);
}

/*
 * As all first stages of a Linux guest are: one domain, many PASIDs. Where two
 * want the same hint one may get a further tag, but always one of its space.
 */
static void test_many_pasids_of_a_domain_find_their_tags(void **state)
{
	enum { SPACES = 24, KEPT = 18 };
	struct bench *b = *state;
	struct vtd_space s = space(DID, 0, 0);
	const struct vtd_tag *tag[SPACES];
	unsigned int kept = 0;

	s.fs_levels = 4;
	for (unsigned int i = 0; i < 2 * SPACES; i++) {
		const struct vtd_tag *now;

		s.pasid = i % SPACES;
		s.fs_root = ROOT(7 * s.pasid);
		now = dma_tag_of(b->v, &s);
		assert_non_null(now);
		assert_memory_equal(&now->space, &s, sizeof(s));
		if (i < SPACES)
			tag[i] = now;
		else
			kept += now == tag[s.pasid];
	}
	assert_true(kept >= KEPT);
}

/* Domain ids that meet in one chain keep their own tags. */
static void test_chain_keeps_domains_apart(void **state)
{
	struct bench *b = *state;
	uint16_t far = DID + VTD_TAG_BUCKETS;
	uint64_t near_tag = bind(b, DID, ROOT(1));
	uint64_t far_tag = bind(b, far, ROOT(1));

	assert_int_not_equal(near_tag, far_tag);
	EXPECT_INVALIDATE(&b->m, OP(RETIRE) | TAG(near_tag), 0);
	dma_tag_retire_domain(b->v, DID);
	mock_done(&b->m);
	assert_int_equal(bind(b, far, ROOT(1)), far_tag);
	assert_int_not_equal(bind(b, DID, ROOT(1)), near_tag);
}

static void test_domain_takes_all_its_tags_and_no_other(void **state)
{
	struct bench *b = *state;
	uint64_t other = bind(b, DID + 1, ROOT(9));

	for (unsigned int root = 1; root <= 3; root++)
		bind(b, DID, ROOT(root));
	dma_tag_retire_domain(b->v, DID);
	for (unsigned int tag = 0; tag < MOCK_TAGS; tag++)
		assert_true((b->m.tags[tag] == MOCK_TAG_LIVE) ==
			    (tag == other));
}

static void test_unknown_domain_is_nothing_to_retire(void **state)
{
	struct bench *b = *state;

	bind(b, DID, ROOT(1));
	mock_expect_nothing(&b->m);
	dma_tag_retire_domain(b->v, DID + 1);
	dma_tag_drop_pages(b->v, DID + 1, IOVA, 0, true);
	mock_done(&b->m);
}

static void test_all_is_one_word(void **state)
{
	struct bench *b = *state;

	bind(b, DID, ROOT(1));
	bind(b, DID + 1, ROOT(2));
	EXPECT_INVALIDATE(&b->m, OP(RETIRE_ALL), 0);
	dma_tag_retire_all(b->v);
	mock_done(&b->m);
	for (unsigned int tag = 0; tag < MOCK_TAGS; tag++)
		assert_int_not_equal(b->m.tags[tag], MOCK_TAG_LIVE);
}

/* A retired space comes back under another tag: the old one is not swept. */
static void test_retired_space_gets_another_tag(void **state)
{
	struct bench *b = *state;
	uint64_t old = bind(b, DID, ROOT(1));

	dma_tag_retire_domain(b->v, DID);
	assert_int_not_equal(bind(b, DID, ROOT(1)), old);
}

/* Needs a new tag again and again; the sweep comes in good time. */
static void test_tags_go_round(void **state)
{
	struct bench *b = *state;

	for (unsigned int round = 0; round < 20 * MOCK_TAGS; round++) {
		bind(b, DID, ROOT(1));
		dma_tag_retire_domain(b->v, DID);
		bench_run(b);
	}
	assert_true(mock_traces(&b->m, VTD_TRACE_SWEEP) > 2);
}

/*
 * While a sweep is slow tags run out. No tag is given then, and one is again
 * once it has ended.
 */
static void test_none_while_the_sweep_lasts(void **state)
{
	struct bench *b = *state;
	unsigned int did = 0;

	b->m.sweep_polls = 50;
	while (did < MANY) {
		struct vtd_tag *tag = take(b, (uint16_t)++did, ROOT(1));

		if (!tag)
			break;
		b->m.tags[dma_tag_number(b->v, tag)] = MOCK_TAG_LIVE;
		dma_tag_retire_domain(b->v, (uint16_t)did);
	}
	assert_int_equal(did, MOCK_TAGS + 1);
	assert_null(take(b, (uint16_t)did, ROOT(1)));
	bench_run(b);
	bind(b, (uint16_t)did, ROOT(1));
}

/* More spaces alive than tags: some make room, nobody waits for ever. */
static void test_more_spaces_than_tags_take_turns(void **state)
{
	struct bench *b = *state;

	for (unsigned int did = 1; did <= 5 * MOCK_TAGS; did++) {
		for (unsigned int tries = 0; tries < 3; tries++) {
			if (take(b, (uint16_t)did, ROOT(did)))
				break;
			bench_run(b);
		}
		bind(b, (uint16_t)did, ROOT(did));
	}
}

/* What is evicted no longer hits in the gate. */
static void test_eviction_retires_in_the_gate(void **state)
{
	struct bench *b = *state;

	for (unsigned int did = 1; did <= MOCK_TAGS; did++)
		bind(b, (uint16_t)did, ROOT(1));
	assert_null(take(b, 99, ROOT(1)));
	bench_run(b);
	assert_true(mock_traces(&b->m, VTD_TRACE_TAG_RETIRE) > 0);
	bind(b, 99, ROOT(1));
}

static void test_pages_go_from_every_tag_of_the_domain(void **state)
{
	struct bench *b = *state;
	uint64_t one = bind(b, DID, ROOT(1));
	uint64_t two = bind(b, DID, ROOT(2));

	bind(b, DID + 1, ROOT(1));
	dma_tag_drop_pages(b->v, DID, IOVA, 3, false);
	assert_int_equal(
		mock_count(&b->m, MOCK_INVALIDATE, OP(PAGE) | TAG(one)), 1);
	assert_int_equal(
		mock_count(&b->m, MOCK_INVALIDATE, OP(PAGE) | TAG(two)), 1);
	assert_int_equal(mock_traces(&b->m, VTD_TRACE_TAG_RETIRE), 0);
}

/* The gate is told the range as a page in it and the mask. */
static void test_range_in_the_gates_words(void **state)
{
	struct bench *b = *state;
	uint64_t tag = bind(b, DID, ROOT(1));

	EXPECT_INVALIDATE(&b->m, OP(PAGE) | TAG(tag),
			  IOVA | VTD_PUT(GATE_INV_ADDR_AM, 9));
	dma_tag_drop_pages(b->v, DID, IOVA, 9, false);
	mock_done(&b->m);
}

/* IH = 1 spares the paging structures, IH = 0 does not (6.5.2.3). */
static void test_tables_go_only_when_asked(void **state)
{
	struct bench *b = *state;
	uint64_t table = UINT64_C(0x123000);
	const struct vtd_table *found;
	struct vtd_tag *tag;

	bind(b, DID, ROOT(1));
	tag = take(b, DID, ROOT(1));
	for (unsigned int am = 0; am <= 45; am++) {
		dma_cache_fill(b->v, tag->tables, 1, IOVA, table);
		dma_tag_drop_pages(b->v, DID, IOVA, am, false);
		assert_int_equal(
			dma_cache_find(b->v, tag->tables, IOVA, &found), 1);
		dma_tag_drop_pages(b->v, DID, IOVA, am, true);
		assert_int_equal(
			dma_cache_find(b->v, tag->tables, IOVA, &found), 0);
	}
}

/* A retired space's tables are never found again, not even by its heir. */
static void test_heir_finds_no_tables(void **state)
{
	struct bench *b = *state;
	const struct vtd_table *found;

	for (unsigned int round = 0; round < 3 * MOCK_TAGS; round++) {
		struct vtd_tag *tag;

		bind(b, DID, ROOT(1));
		tag = take(b, DID, ROOT(1));
		assert_int_equal(
			dma_cache_find(b->v, tag->tables, IOVA, &found), 0);
		dma_cache_fill(b->v, tag->tables, 1, IOVA, ROOT(7));
		dma_tag_retire_domain(b->v, DID);
		bench_run(b);
	}
}

static void test_sweep_that_never_ends_is_fatal(void **state)
{
	struct bench *b = *state;
	unsigned int turns = 0;

	b->m.sweep_polls = MOCK_FOREVER;
	for (unsigned int did = 1; did <= MOCK_TAGS; did++)
		bind(b, (uint16_t)did, ROOT(1));
	dma_tag_retire_all(b->v);
	while (vtd_alive(b->v) && turns++ <= VTD_POLL_LIMIT)
		bench_turn(b);
	assert_false(vtd_alive(b->v));
	assert_int_equal(b->m.mode, GATE_MODE_BLOCK);
}

/* Reading STATUS clears HM_WERR, so whoever reads it has to tell. */
static void test_sweep_tells_of_a_failed_store(void **state)
{
	struct bench *b = *state;

	b->m.sweep_polls = 3;
	for (unsigned int did = 1; did <= MOCK_TAGS; did++)
		bind(b, (uint16_t)did, ROOT(1));
	dma_tag_retire_all(b->v);
	b->m.write_error = true;
	bench_run(b);
	assert_int_equal(mock_traces(&b->m, VTD_TRACE_STORE_FAILED), 1);
}

/* Against the rules of 2.7 a domain has many roots: all goes at once. */
static void test_pages_of_many_roots(void **state)
{
	struct bench *b = *state;

	for (unsigned int root = 1; root < MOCK_TAGS - 1; root++)
		bind(b, DID, ROOT(root));
	EXPECT_INVALIDATE(&b->m, OP(RETIRE_ALL), 0);
	EXPECT_INVALIDATE(&b->m, OP(SWEEP), 0);
	dma_tag_drop_pages(b->v, DID, IOVA, 0, true);
	mock_done(&b->m);
}

static void test_many_roots_retire_at_once(void **state)
{
	struct bench *b = *state;

	for (unsigned int root = 1; root < MOCK_TAGS - 1; root++)
		bind(b, DID, ROOT(root));
	dma_tag_retire_domain(b->v, DID);
	for (unsigned int i = 0; i < MOCK_TAGS; i++)
		assert_int_not_equal(b->m.tags[i], MOCK_TAG_LIVE);
}

/* Domains that share a chain are evicted one after the other. */
static void test_eviction_within_a_chain(void **state)
{
	struct bench *b = *state;

	for (unsigned int n = 0; n < 4 * MOCK_TAGS; n++) {
		uint16_t did = (uint16_t)(DID + n * VTD_TAG_BUCKETS);

		if (!take(b, did, ROOT(1)))
			bench_run(b);
		bind(b, did, ROOT(1));
	}
}

/* A gate with more tags than the pool has names for; all are used. */
static void test_more_tags_than_the_pool(void **state)
{
	struct bench *b = *state;
	struct vtd_config config = bench_config();

	config.tag_bits = 16;
	bench_start(b, &config);
	for (unsigned int did = 1; did <= VTD_TAGS; did++)
		assert_true(bind(b, (uint16_t)did, ROOT(1)) < VTD_TAGS);
	assert_null(take(b, VTD_TAGS + 1, ROOT(1)));
	bench_run(b);
	bind(b, VTD_TAGS + 1, ROOT(1));
}

/* The default gate, all of its tags alive: making room is one turn's work. */
static void test_making_room_is_bounded(void **state)
{
	struct bench *b = *state;
	struct vtd_config config = bench_config();

	config.tag_bits = VTD_TAG_BITS;
	bench_start(b, &config);
	host_enables_translation(b);
	for (unsigned int n = 0; n < 100; n++) {
		uint16_t sid = (uint16_t)(SID + n);

		assert_int_equal(
			tables_attach(&b->t, sid, (uint16_t)(DID + n), 4), 0);
		device_asks(b, sid, IOVA, 0);
		host_clear_record(b, n % MOCK_RECORDS);
		bench_run(b);
	}
	assert_true(mock_traces(&b->m, VTD_TRACE_TAG_RETIRE) > 0);
}

/* Pass-through has no pages in the gate. */
static void test_pages_of_pass_through(void **state)
{
	struct bench *b = *state;
	struct vtd_space s = space(DID, 0, 0);

	assert_non_null(dma_tag_of(b->v, &s));
	assert_non_null(take(b, DID + VTD_TAG_BUCKETS, ROOT(1)));
	mock_expect_nothing(&b->m);
	dma_tag_drop_pages(b->v, DID, IOVA, 0, true);
	mock_done(&b->m);
}

/* The kinds of tags that one domain can have (6.5.2.3, 6.5.2.4). */
enum kind { SECOND, PASS, FIRST, NESTED, FIRST_OF_OTHER, KINDS };

#define PASID UINT32_C(0x1234)

static uint64_t bind_kind(struct bench *b, uint16_t did, enum kind kind)
{
	static const struct vtd_space spaces[KINDS] = {
		[SECOND] = { .ss_root = ROOT(1), .ss_levels = 4 },
		[PASS] = { .width = BENCH_HAW },
		[FIRST] = {
			.fs_root = ROOT(2),
			.fs_levels = 4,
			.pasid = PASID,
		},
		[NESTED] = { .fs_root = ROOT(2),
			     .fs_levels = 4,
			     .ss_root = ROOT(1),
			     .ss_levels = 4,
			     .pasid = PASID },
		[FIRST_OF_OTHER] = { .fs_root = ROOT(3),
				     .fs_levels = 4,
				     .pasid = PASID + 1 },
	};
	struct vtd_space space = spaces[kind];
	struct vtd_tag *tag;

	space.did = did;
	tag = dma_tag_of(b->v, &space);
	assert_non_null(tag);
	b->m.tags[dma_tag_number(b->v, tag)] = MOCK_TAG_LIVE;
	return dma_tag_number(b->v, tag);
}

/* Tags of every kind, and as many of a domain that shares the chain. */
static void bind_kinds(struct bench *b, uint64_t tags[KINDS])
{
	struct vtd_config config = b->config;

	bench_start(b, &config);
	for (unsigned int kind = 0; kind < KINDS; kind++) {
		tags[kind] = bind_kind(b, DID, kind);
		bind_kind(b, DID + VTD_TAG_BUCKETS, kind);
	}
}

static void assert_others_live(struct bench *b)
{
	for (unsigned int kind = 0; kind < KINDS; kind++)
		assert_int_equal(
			b->m.tags[bind_kind(b, DID + VTD_TAG_BUCKETS, kind)],
			MOCK_TAG_LIVE);
	assert_int_equal(mock_count(&b->m, MOCK_INVALIDATE, OP(RETIRE_ALL)), 0);
}

static void assert_live(const struct bench *b, const uint64_t tags[KINDS],
			unsigned int kinds)
{
	for (unsigned int kind = 0; kind < KINDS; kind++)
		assert_true((b->m.tags[tags[kind]] == MOCK_TAG_LIVE) ==
			    (kinds >> kind & 1));
}

/* How many times each tag lost pages: @kinds once, the others never. */
static void assert_dropped(const struct bench *b, const uint64_t tags[KINDS],
			   unsigned int kinds)
{
	for (unsigned int kind = 0; kind < KINDS; kind++)
		assert_int_equal(mock_count(&b->m, MOCK_INVALIDATE,
					    OP(PAGE) | TAG(tags[kind])),
				 kinds >> kind & 1);
}

#define ALL_KINDS ((1u << KINDS) - 1)

/* Type 2, pages: second stage by address, first stage and nested whole. */
static void test_pages_of_every_kind(void **state)
{
	struct bench *b = *state;
	uint64_t tags[KINDS];

	bind_kinds(b, tags);
	dma_tag_drop_pages(b->v, DID, IOVA, 2, true);
	assert_dropped(b, tags, 1u << SECOND);
	assert_live(b, tags, 1u << SECOND | 1u << PASS);
	assert_others_live(b);
}

/* Type 6, pages: of that PASID's first stage, and nothing else. */
static void test_pages_of_a_pasid(void **state)
{
	struct bench *b = *state;
	uint64_t tags[KINDS];

	bind_kinds(b, tags);
	dma_tag_drop_pasid_pages(b->v, DID, PASID, IOVA, 2, true);
	assert_dropped(b, tags, 1u << FIRST | 1u << NESTED);
	assert_live(b, tags, ALL_KINDS);
	assert_others_live(b);
}

static void assert_named(struct bench *b, uint64_t tag, uint64_t addr,
			 unsigned int am, uint64_t range)
{
	EXPECT_INVALIDATE(&b->m, OP(PAGE) | TAG(tag), range);
	dma_tag_drop_pasid_pages(b->v, DID, PASID, addr, am, false);
	mock_done(&b->m);
}

/*
 * 6.2.1, table 18: pages of 4 levels are tagged with bits 47:12, of 5 levels
 * with 56:12. The gate has the whole address, which repeats the sign.
 */
static void test_pages_by_sign(void **state)
{
	struct bench *b = *state;
	struct vtd_space s = {
		.fs_root = ROOT(2), .fs_levels = 5, .pasid = PASID, .did = DID
	};
	uint64_t high = UINT64_C(1) << 47;
	uint64_t tag = bind_kind(b, DID, FIRST);

	assert_named(b, tag, IOVA, 2, IOVA | 2);
	assert_named(b, tag, high | IOVA, 2, (-high + IOVA) | 2);
	assert_named(b, tag, -high + IOVA, 0, -high + IOVA);
	assert_named(b, tag, -(2 * high) + IOVA, 0, IOVA);
	assert_named(b, tag, high, 35, -high | 35);
	assert_named(b, tag, 0, 36, 52);
	dma_tag_retire_domain(b->v, DID);
	tag = dma_tag_number(b->v, dma_tag_of(b->v, &s));
	b->m.tags[tag] = MOCK_TAG_LIVE;
	assert_named(b, tag, high + IOVA, 0, high + IOVA);
	assert_named(b, tag, (high << 9) + IOVA, 0, -(high << 9) + IOVA);
	assert_named(b, tag, 0, 36, 36);
	assert_named(b, tag, 0, 45, 52);
}

static void test_tables_of_a_pasid(void **state)
{
	struct bench *b = *state;
	const struct vtd_table *found;
	struct vtd_tag *tag;

	tag = &b->v->tags.tag[bind_kind(b, DID, NESTED)];
	dma_cache_fill(b->v, tag->tables, 1, IOVA, ROOT(7));
	dma_tag_drop_pasid_pages(b->v, DID, PASID, IOVA, 0, false);
	assert_int_equal(dma_cache_find(b->v, tag->tables, IOVA, &found), 1);
	dma_tag_drop_pasid_pages(b->v, DID, PASID, IOVA, 0, true);
	assert_int_equal(dma_cache_find(b->v, tag->tables, IOVA, &found), 0);
}

/*
 * Type 6, whole PASID: of PGTT 010 and 100 too what that PASID cached, which
 * cannot be told from what others did.
 */
static void test_retiring_a_pasid(void **state)
{
	struct bench *b = *state;
	uint64_t tags[KINDS];

	bind_kinds(b, tags);
	dma_tag_retire_pasid(b->v, DID, PASID);
	assert_dropped(b, tags, 0);
	assert_live(b, tags, 1u << FIRST_OF_OTHER);
	assert_others_live(b);
}

static void test_domain_of_every_kind(void **state)
{
	struct bench *b = *state;
	uint64_t tags[KINDS];

	bind_kinds(b, tags);
	dma_tag_retire_domain(b->v, DID);
	assert_live(b, tags, 0);
	assert_others_live(b);
}

/* Supervisors and users of one first stage go together. */
static void test_both_privileges_of_a_pasid(void **state)
{
	struct bench *b = *state;
	struct vtd_space space = {
		.fs_root = ROOT(2), .fs_levels = 4, .pasid = PASID, .did = DID
	};
	const struct vtd_tag *user = dma_tag_of(b->v, &space);
	const struct vtd_tag *supervisor;

	space.flags = VTD_SPACE_PRIV;
	supervisor = dma_tag_of(b->v, &space);
	assert_ptr_not_equal(user, supervisor);
	dma_tag_retire_pasid(b->v, DID, PASID);
	assert_int_not_equal(user->state, VTD_TAG_LIVE);
	assert_int_not_equal(supervisor->state, VTD_TAG_LIVE);
}

/* More tags of a domain than a turn may take one by one: all go. */
static void test_pasid_of_many_tags(void **state)
{
	struct bench *b = *state;
	struct vtd_config config = b->config;

	for (unsigned int round = 0; round < 2; round++) {
		bench_start(b, &config);
		for (unsigned int n = 0; n <= VTD_DOMAIN_TAGS; n++)
			bind(b, DID, ROOT(1 + n));
		EXPECT_INVALIDATE(&b->m, OP(RETIRE_ALL), 0);
		EXPECT_INVALIDATE(&b->m, OP(SWEEP), 0);
		if (round)
			dma_tag_retire_pasid(b->v, DID, PASID);
		else
			dma_tag_drop_pasid_pages(b->v, DID, PASID, IOVA, 0,
						 false);
		mock_done(&b->m);
	}
}

/* The limit is one of each sweep, not of all of them together. */
static void test_many_slow_sweeps_are_not_fatal(void **state)
{
	struct bench *b = *state;
	unsigned int turns = 0;

	for (unsigned int n = 0; n < 6 * MOCK_TAGS; n++) {
		b->m.sweep_polls = VTD_POLL_LIMIT / 4;
		bind(b, DID, ROOT(1));
		dma_tag_retire_domain(b->v, DID);
		while (bench_turn(b))
			turns++;
		assert_true(vtd_alive(b->v));
	}
	assert_true(turns > VTD_POLL_LIMIT);
}

/* Domains of which any may be alive, each with a root of its own. */
#define DOMAINS 50u

static uint64_t number_of(struct bench *b, unsigned int did)
{
	struct vtd_tag *tag = take(b, (uint16_t)did, ROOT(did));

	return tag ? dma_tag_number(b->v, tag) : UINT64_MAX;
}

/* No tag means two spaces at a time, and none is unswept. */
static void check_one_space_each(struct bench *b, unsigned int did)
{
	uint64_t number = number_of(b, did);
	const struct vtd_tag *tag;

	if (number == UINT64_MAX)
		return;
	bind(b, (uint16_t)did, ROOT(did));
	tag = &b->v->tags.tag[number];
	assert_int_equal(tag->space.did, did);
	assert_int_equal(tag->space.ss_root, ROOT(did));
	for (unsigned int i = 0; i < MOCK_TAGS; i++)
		if (i != number && b->v->tags.tag[i].state == VTD_TAG_LIVE)
			assert_int_not_equal(b->v->tags.tag[i].serial,
					     tag->serial);
}

static void do_something(struct bench *b, uint64_t choice)
{
	unsigned int did = 1 + (unsigned int)(choice >> 8) % DOMAINS;

	switch (choice % 16) {
	case 0:
		dma_tag_retire_all(b->v);
		break;
	case 1:
	case 2:
	case 3:
		dma_tag_retire_domain(b->v, (uint16_t)did);
		break;
	case 4:
		dma_tag_drop_pages(b->v, (uint16_t)did, IOVA, 0, true);
		break;
	case 5:
	case 6:
		bench_turn(b);
		break;
	default:
		check_one_space_each(b, did);
	}
}

/* Any order of taking, retiring and sweeping. */
static void test_any_order(void **state)
{
	struct bench *b = *state;
	uint64_t random = UINT64_C(0x2545f4914f6cdd1d);

	for (unsigned int n = 0; n < 100000; n++) {
		random ^= random << 13;
		random ^= random >> 7;
		random ^= random << 17;
		b->m.sweep_polls = 1 + random % 3;
		do_something(b, random >> 16);
	}
	bench_run(b);
	dma_tag_retire_all(b->v);
	bench_run(b);
	for (unsigned int did = 1; did <= MOCK_TAGS / 2; did++)
		bind(b, (uint16_t)did, ROOT(did));
}

int dma_tag_tests(void)
{
	static const struct CMUnitTest tests[] = {
		UNIT(test_equal_spaces_share_a_tag),
		UNIT(test_spaces_differ_by_domain_root_and_width),
		UNIT(test_many_pasids_of_a_domain_find_their_tags),
		UNIT(test_chain_keeps_domains_apart),
		UNIT(test_domain_takes_all_its_tags_and_no_other),
		UNIT(test_unknown_domain_is_nothing_to_retire),
		UNIT(test_all_is_one_word),
		UNIT(test_retired_space_gets_another_tag),
		UNIT(test_tags_go_round),
		UNIT(test_none_while_the_sweep_lasts),
		UNIT(test_more_spaces_than_tags_take_turns),
		UNIT(test_eviction_retires_in_the_gate),
		UNIT(test_pages_go_from_every_tag_of_the_domain),
		UNIT(test_range_in_the_gates_words),
		UNIT(test_tables_go_only_when_asked),
		UNIT(test_heir_finds_no_tables),
		UNIT(test_sweep_that_never_ends_is_fatal),
		UNIT(test_sweep_tells_of_a_failed_store),
		UNIT(test_pages_of_many_roots),
		UNIT(test_many_roots_retire_at_once),
		UNIT(test_eviction_within_a_chain),
		UNIT(test_more_tags_than_the_pool),
		UNIT(test_making_room_is_bounded),
		UNIT(test_pages_of_pass_through),
		UNIT(test_pages_of_every_kind),
		UNIT(test_pages_of_a_pasid),
		UNIT(test_pages_by_sign),
		UNIT(test_tables_of_a_pasid),
		UNIT(test_retiring_a_pasid),
		UNIT(test_domain_of_every_kind),
		UNIT(test_both_privileges_of_a_pasid),
		UNIT(test_pasid_of_many_tags),
		UNIT(test_many_slow_sweeps_are_not_fatal),
		UNIT(test_any_order),
	};

	return cmocka_run_group_tests_name("dma_tag", tests, NULL, NULL);
}
