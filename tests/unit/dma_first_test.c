/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */
/*
 * The first-stage walk (3.6, 9.7): which entries are read, what page comes out,
 * rights of users and supervisors, reserved bits, accessed, extended-accessed
 * and dirty bits, and the faults of each (7.1.3: SFS.1-4, SFS.9-10, SGN.1-2,
 * SGN.6, SGN.8).
 */

#include "groups.h"

#include <string.h>

#include "walks.h"

#define PRIV GATE_WORK0_PRIV

/* The host's hand: the entry at vanish_at goes once an update has failed. */
static uint64_t vanish_at, vanish_to;

static uint64_t frame_of(unsigned int level)
{
	return PA & ~(SPAN(level) - 1);
}

/* A space whose IOVA is mapped by an entry of @level with @bits. */
static void map(struct walks *k, struct bench *b, unsigned int levels,
		unsigned int level, unsigned int flags)
{
	b->config.cap &= ~VTD_CAP_FS1GP;
	walks_begin(k, b, levels, 0, flags);
	b->v->config.cap |= VTD_CAP_FS1GP;
	dma_walk_init(b->v);
	walks_store(k, &k->first, IOVA, level,
		    frame_of(level) | FS_PAGE | PS(level));
}

static uint64_t slot(struct walks *k, unsigned int level)
{
	return walks_slot(k, &k->first, IOVA, level);
}

static void spoil(struct walks *k, unsigned int level, uint64_t bits)
{
	walks_spoil(k, &k->first, IOVA, level, bits);
}

static void expect_reads(struct walks *k, unsigned int from, unsigned int to)
{
	for (unsigned int level = from; level >= to; level--)
		EXPECT_HOST_READ(&k->b->m, slot(k, level), 1);
}

/* One read a level, no update where the bits are set. */
static void test_cold_walk_of_each_depth(void **state)
{
	struct walks k;

	for (unsigned int levels = 4; levels <= 5; levels++) {
		map(&k, *state, levels, 1, 0);
		expect_reads(&k, levels, 1);
		walks_granted(&k, IOVA | 0x678, WRITE, PA, 0, VTD_SS_RW);
		mock_done(&k.b->m);
	}
}

static void test_page_sizes(void **state)
{
	struct walks k;

	for (unsigned int levels = 4; levels <= 5; levels++)
		for (unsigned int level = 1; level <= 3; level++) {
			map(&k, *state, levels, level, 0);
			expect_reads(&k, levels, level);
			walks_granted(&k, IOVA | 0x678, READ, frame_of(level),
				      9 * (level - 1), VTD_SS_RW);
			mock_done(&k.b->m);
		}
}

/* Bits 63:N equal bit N-1: both halves are there, nothing between them. */
static void test_canonical_addresses(void **state)
{
	static const unsigned int n[] = { [4] = 48, [5] = 57 };
	struct walks k;

	for (unsigned int levels = 4; levels <= 5; levels++) {
		uint64_t upper = ~UINT64_C(0) << (n[levels] - 1);

		map(&k, *state, levels, 1, 0);
		walks_store(&k, &k.first, upper | IOVA, 1, PA | FS_PAGE);
		walks_granted(&k, IOVA, READ, PA, 0, VTD_SS_RW);
		walks_granted(&k, upper | IOVA, READ, PA, 0, VTD_SS_RW);
		mock_expect_nothing(&k.b->m);
		for (unsigned int bit = n[levels] - 1; bit < 64; bit++) {
			walks_refused(&k, IOVA | BIT(bit), READ,
				      VTD_FAULT_SGN_1);
			walks_refused(&k, (upper | IOVA) ^ BIT(bit), READ,
				      VTD_FAULT_SGN_1);
		}
		mock_done(&k.b->m);
	}
}

/* The halves are different places. */
static void test_upper_half_is_its_own(void **state)
{
	struct walks k;

	map(&k, *state, 4, 1, 0);
	walks_refused(&k, ~UINT64_C(0) << 47 | IOVA, READ, VTD_FAULT_SFS_2);
}

static void test_not_present(void **state)
{
	struct walks k;

	for (unsigned int level = 1; level <= 5; level++) {
		map(&k, *state, 5, 1, 0);
		spoil(&k, level, VTD_FS_P);
		walks_refused(&k, IOVA, READ, VTD_FAULT_SFS_2);
	}
}

/* Nothing else of an entry that is not present is looked at. */
static void test_not_present_has_no_reserved_bits(void **state)
{
	struct walks k;

	map(&k, *state, 5, 1, 0);
	guest_store(k.b, slot(&k, 5), ~VTD_FS_P);
	walks_refused(&k, IOVA, WRITE, VTD_FAULT_SFS_2);
}

static void check_reserved(struct bench *b, unsigned int leaf,
			   unsigned int level, unsigned int bit)
{
	struct walks k;

	map(&k, b, 5, leaf, 0);
	spoil(&k, level, BIT(bit));
	walks_refused(&k, IOVA, READ, VTD_FAULT_SFS_3);
}

static void test_reserved_bits_of_all_entries(void **state)
{
	for (unsigned int bit = BENCH_HAW; bit < 52; bit++) {
		for (unsigned int level = 1; level <= 5; level++)
			check_reserved(*state, 1, level, bit);
		check_reserved(*state, 2, 2, bit);
		check_reserved(*state, 3, 3, bit);
	}
}

static void test_no_large_pages_above_1g(void **state)
{
	struct walks k;

	for (unsigned int level = 4; level <= 5; level++) {
		check_reserved(*state, 1, level, 7);
		map(&k, *state, 5, 1, 0);
		guest_store(k.b, slot(&k, level), FS_PAGE | VTD_FS_PS);
		walks_refused(&k, IOVA, READ, VTD_FAULT_SFS_3);
	}
}

static void test_misaligned_large_pages(void **state)
{
	for (unsigned int bit = 13; bit < 21; bit++)
		check_reserved(*state, 2, 2, bit);
	for (unsigned int bit = 13; bit < 30; bit++)
		check_reserved(*state, 3, 3, bit);
}

/* CAP.FS1GP; 2 MiB pages need no capability. */
static void test_unsupported_large_pages(void **state)
{
	struct walks k;

	map(&k, *state, 4, 3, 0);
	k.b->v->config.cap &= ~VTD_CAP_FS1GP;
	dma_walk_init(k.b->v);
	walks_refused(&k, IOVA, READ, VTD_FAULT_SFS_3);
	map(&k, *state, 4, 2, 0);
	k.b->v->config.cap &= ~VTD_CAP_FS1GP;
	dma_walk_init(k.b->v);
	walks_granted(&k, IOVA, READ, frame_of(2), 9, VTD_SS_RW);
}

static void check_ignored(struct bench *b, unsigned int leaf,
			  unsigned int level, unsigned int bit)
{
	struct walks k;

	map(&k, b, 5, leaf, 0);
	spoil(&k, level, BIT(bit));
	walks_granted(&k, IOVA, READ, frame_of(leaf), 9 * (leaf - 1),
		      VTD_SS_RW);
}

/*
 * PWT and PCD, G (always 0 to the hardware), EA without EAFE, what is left to
 * software, XD; PAT in bit 7 of a 4 KiB page and 12 of a large one; D of a
 * table.
 */
static void test_ignored_bits(void **state)
{
	static const unsigned int ignored[] = { 3,  4,  8,  9,  10, 11,
						52, 53, 57, 62, 63 };

	for (unsigned int i = 0; i < sizeof(ignored) / sizeof(*ignored); i++) {
		for (unsigned int leaf = 1; leaf <= 3; leaf++)
			check_ignored(*state, leaf, leaf, ignored[i]);
		for (unsigned int level = 2; level <= 5; level++)
			check_ignored(*state, 1, level, ignored[i]);
	}
	check_ignored(*state, 1, 1, 7);
	check_ignored(*state, 2, 2, 12);
	check_ignored(*state, 3, 3, 12);
	for (unsigned int level = 2; level <= 5; level++)
		check_ignored(*state, 1, level, 6);
}

/* 3.6.1: U/S of every level counts for users, none for supervisors. */
static void test_supervisor_pages(void **state)
{
	struct walks k;

	for (unsigned int level = 1; level <= 5; level++) {
		map(&k, *state, 5, 1, 0);
		spoil(&k, level, VTD_FS_US);
		walks_refused(&k, IOVA, READ, VTD_FAULT_SGN_2);
		map(&k, *state, 5, 1, VTD_SPACE_PRIV);
		spoil(&k, level, VTD_FS_US);
		walks_granted(&k, IOVA, READ | PRIV, PA, 0, VTD_SS_RW);
	}
}

/* Where R/W is 0, only a supervisor may write, and only without WPE. */
static void check_read_only(struct bench *b, unsigned int level,
			    unsigned int flags, uint64_t request)
{
	bool may = flags == VTD_SPACE_PRIV;
	struct walks k;

	map(&k, b, 5, 1, flags);
	spoil(&k, level, VTD_FS_RW);
	if (request == READ || may)
		walks_granted(&k, IOVA, request, PA, 0,
			      may ? VTD_SS_RW : VTD_SS_R);
	else
		walks_refused(&k, IOVA, request, VTD_FAULT_SGN_6);
}

static void test_read_only_pages(void **state)
{
	static const uint64_t requests[] = { READ, WRITE, ATOMIC };
	static const unsigned int flags[] = { 0, VTD_SPACE_WPE, VTD_SPACE_PRIV,
					      VTD_SPACE_PRIV | VTD_SPACE_WPE };

	for (unsigned int level = 1; level <= 5; level++)
		for (unsigned int f = 0; f < 4; f++)
			for (unsigned int r = 0; r < 3; r++)
				check_read_only(*state, level, flags[f],
						requests[r]);
}

/* In one entry: present, reserved bits, U/S, R/W. */
static void test_order_of_checks(void **state)
{
	struct walks k;

	map(&k, *state, 4, 1, 0);
	spoil(&k, 3, BIT(51) | VTD_FS_US | VTD_FS_RW);
	walks_refused(&k, IOVA, WRITE, VTD_FAULT_SFS_3);
	map(&k, *state, 4, 1, 0);
	spoil(&k, 3, VTD_FS_US | VTD_FS_RW);
	spoil(&k, 2, VTD_FS_P);
	walks_refused(&k, IOVA, WRITE, VTD_FAULT_SGN_2);
	map(&k, *state, 4, 1, 0);
	spoil(&k, 3, VTD_FS_RW);
	spoil(&k, 2, VTD_FS_P);
	walks_refused(&k, IOVA, WRITE, VTD_FAULT_SGN_6);
}

static void test_unreadable_tables(void **state)
{
	struct walks k;

	map(&k, *state, 5, 1, 0);
	k.context.space.fs_root = BENCH_NO_MEMORY;
	walks_refused(&k, IOVA, READ, VTD_FAULT_SFS_4);
	for (unsigned int level = 5; level >= 2; level--) {
		map(&k, *state, 5, 1, 0);
		guest_store(k.b, slot(&k, level), BENCH_NO_MEMORY | FS_TABLE);
		walks_refused(&k, IOVA, READ, VTD_FAULT_SFS_1);
	}
}

/* ---- Accessed, extended accessed, dirty --------------------------------- */

static void expect_update(struct walks *k, unsigned int level, uint64_t bits)
{
	uint64_t entry = guest_load(k->b, slot(k, level));

	EXPECT_HOST_UPDATE(&k->b->m, slot(k, level), entry, entry | bits);
}

/* Every entry used; before the next one is read, in one update each. */
static void check_accessed(struct bench *b, unsigned int flags, uint64_t clear,
			   uint64_t bits)
{
	struct walks k;

	map(&k, b, 5, 1, flags);
	for (unsigned int level = 1; level <= 5; level++)
		spoil(&k, level, clear);
	for (unsigned int level = 5; level >= 1; level--) {
		EXPECT_HOST_READ(&k.b->m, slot(&k, level), 1);
		expect_update(&k, level, bits);
	}
	walks_granted(&k, IOVA, READ, PA, 0, VTD_SS_RW);
	mock_done(&k.b->m);
}

static void test_accessed(void **state)
{
	check_accessed(*state, 0, VTD_FS_A, VTD_FS_A);
	check_accessed(*state, VTD_SPACE_EAFE, VTD_FS_A, VTD_FS_A | VTD_FS_EA);
	check_accessed(*state, VTD_SPACE_EAFE, 0, VTD_FS_EA);
}

/* Without D only reading is permitted, so that a write comes to set it. */
static void test_dirty(void **state)
{
	struct walks k;

	for (unsigned int level = 1; level <= 3; level++) {
		map(&k, *state, 4, level, 0);
		spoil(&k, level, VTD_FS_A | VTD_FS_D);
		expect_reads(&k, 4, level);
		expect_update(&k, level, VTD_FS_A);
		walks_granted(&k, IOVA, READ, frame_of(level), 9 * (level - 1),
			      VTD_SS_R);
		mock_done(&k.b->m);
		expect_reads(&k, level, level);
		expect_update(&k, level, VTD_FS_D);
		walks_granted(&k, IOVA, WRITE, frame_of(level), 9 * (level - 1),
			      VTD_SS_RW);
		mock_done(&k.b->m);
	}
}

/* An atomic writes too; A, EA and D go together. */
static void test_dirty_by_an_atomic(void **state)
{
	struct walks k;

	map(&k, *state, 4, 1, VTD_SPACE_EAFE);
	for (unsigned int level = 2; level <= 4; level++)
		spoil(&k, level, VTD_FS_EA);
	spoil(&k, 1, VTD_FS_A | VTD_FS_D);
	expect_reads(&k, 4, 1);
	expect_update(&k, 1, VTD_FS_A | VTD_FS_EA | VTD_FS_D);
	walks_granted(&k, IOVA, ATOMIC, PA, 0, VTD_SS_RW);
	mock_done(&k.b->m);
}

/* D is for what happens: not for what is refused. */
static void test_refused_writes_leave_no_dirt(void **state)
{
	struct walks k;

	map(&k, *state, 4, 1, 0);
	spoil(&k, 1, VTD_FS_D | VTD_FS_RW);
	expect_reads(&k, 4, 1);
	walks_refused(&k, IOVA, WRITE, VTD_FAULT_SGN_6);
	mock_done(&k.b->m);
	guest_store(k.b, slot(&k, 1), 0xfee00000 | FS_TABLE);
	expect_reads(&k, 1, 1);
	walks_refused(&k, IOVA, WRITE, VTD_FAULT_SGN_8);
	mock_done(&k.b->m);
}

/* 3.10: bits must be set beforehand, or nobody gets through. */
static void test_unsnooped_walks(void **state)
{
	struct walks k;

	for (unsigned int level = 1; level <= 4; level++) {
		map(&k, *state, 4, 1, 0);
		k.context.space.flags &= (uint8_t)~VTD_SPACE_SNOOP;
		walks_granted(&k, IOVA, WRITE, PA, 0, VTD_SS_RW);
		spoil(&k, level, VTD_FS_A);
		assert_int_equal(walks_ask_fresh(&k, IOVA, READ),
				 VTD_FAULT_SFS_9);
	}
	map(&k, *state, 4, 1, 0);
	k.context.space.flags &= (uint8_t)~VTD_SPACE_SNOOP;
	spoil(&k, 1, VTD_FS_D);
	walks_granted(&k, IOVA, READ, PA, 0, VTD_SS_R);
	walks_refused(&k, IOVA, WRITE, VTD_FAULT_SFS_9);
}

static void test_failed_updates(void **state)
{
	struct walks k;

	for (unsigned int level = 1; level <= 4; level++) {
		map(&k, *state, 4, 1, 0);
		spoil(&k, level, VTD_FS_A);
		k.b->m.fail_update = 1;
		walks_refused(&k, IOVA, READ, VTD_FAULT_SFS_10);
	}
}

/* The entry is read again, and the update tried again. */
static void test_lost_update(void **state)
{
	struct walks k;

	for (unsigned int level = 1; level <= 4; level++) {
		map(&k, *state, 4, 1, 0);
		spoil(&k, level, VTD_FS_A);
		expect_reads(&k, 4, level);
		expect_update(&k, level, VTD_FS_A);
		expect_reads(&k, level, level);
		expect_update(&k, level, VTD_FS_A);
		if (level > 1)
			expect_reads(&k, level - 1, 1);
		k.b->m.lose_update = 1;
		walks_granted(&k, IOVA, READ, PA, 0, VTD_SS_RW);
		mock_done(&k.b->m);
	}
}

static void test_updates_lost_for_ever(void **state)
{
	struct walks k;

	for (unsigned int level = 1; level <= 4; level++) {
		map(&k, *state, 4, 1, 0);
		spoil(&k, level, VTD_FS_A);
		k.b->m.lose_update = MOCK_FOREVER;
		walks_refused(&k, IOVA, READ, VTD_FAULT_SFS_10);
		assert_int_equal(mock_count(&k.b->m, MOCK_HOST_UPDATE,
					    slot(&k, level)),
				 VTD_LOCKED_TRIES);
	}
}

/* The last try of each update is in time. */
static void lose_all_but_one(struct vtd_port *m, const struct mock_call *call)
{
	if (call->op == MOCK_HOST_UPDATE)
		m->lose_update = mock_count(m, MOCK_HOST_UPDATE, call->a) !=
				 VTD_LOCKED_TRIES - 1;
}

/* Tries are counted for each entry by itself. */
static void test_updates_lost_all_but_once(void **state)
{
	struct walks k;

	map(&k, *state, 4, 1, 0);
	for (unsigned int level = 1; level <= 4; level++)
		spoil(&k, level, VTD_FS_A);
	k.b->m.lose_update = 1;
	k.b->m.meanwhile = lose_all_but_one;
	walks_granted(&k, IOVA, READ, PA, 0, VTD_SS_RW);
	for (unsigned int level = 1; level <= 4; level++)
		assert_int_equal(mock_count(&k.b->m, MOCK_HOST_UPDATE,
					    slot(&k, level)),
				 VTD_LOCKED_TRIES);
}

static void vanish(struct vtd_port *m, const struct mock_call *call)
{
	if (call->op == MOCK_HOST_UPDATE && call->a == vanish_at)
		memcpy(m->memory + (vanish_at - MOCK_MEMORY_BASE), &vanish_to,
		       8);
}

/* The entry of @level becomes @to while its accessed bit is being set. */
static void race(struct walks *k, unsigned int level, uint64_t to)
{
	spoil(k, level, VTD_FS_A);
	vanish_at = slot(k, level);
	vanish_to = to;
	k->b->m.lose_update = 1;
	k->b->m.meanwhile = vanish;
}

/* The update found another entry: that one is judged. */
static void test_entry_changes_meanwhile(void **state)
{
	struct walks k;

	for (unsigned int level = 1; level <= 4; level++) {
		map(&k, *state, 4, 1, 0);
		race(&k, level, 0);
		walks_refused(&k, IOVA, READ, VTD_FAULT_SFS_2);
		map(&k, *state, 4, 1, 0);
		race(&k, level, PA | FS_PAGE | BIT(51));
		walks_refused(&k, IOVA, READ, VTD_FAULT_SFS_3);
	}
	map(&k, *state, 4, 1, 0);
	race(&k, 1, (PA ^ 0x5000) | FS_PAGE);
	walks_granted(&k, IOVA, WRITE, PA ^ 0x5000, 0, VTD_SS_RW);
	map(&k, *state, 4, 1, 0);
	race(&k, 1, PA | (FS_PAGE & ~VTD_FS_RW));
	walks_refused(&k, IOVA, WRITE, VTD_FAULT_SGN_6);
}

/* A table becomes a large page, and a large page a table. */
static void test_level_changes_meanwhile(void **state)
{
	struct walks k;
	uint64_t table;

	map(&k, *state, 4, 1, 0);
	race(&k, 2, frame_of(2) | FS_PAGE | VTD_FS_PS);
	walks_granted(&k, IOVA, WRITE, frame_of(2), 9, VTD_SS_RW);
	map(&k, *state, 4, 2, 0);
	table = tables_alloc(&k.b->t);
	guest_store(k.b, table + (IOVA >> 12 & 0x1ff) * 8, PA | FS_PAGE);
	race(&k, 2, table | FS_TABLE);
	walks_granted(&k, IOVA, WRITE, PA, 0, VTD_SS_RW);
}

/* ---- Interrupt range ---------------------------------------------------- */

static void test_output_in_interrupt_range(void **state)
{
	static const uint64_t inside[] = { 0xfee00000, 0xfee80000, 0xfeeff000 };
	static const uint64_t outside[] = { 0xfedff000, 0xfef00000,
					    0x1fee00000 };
	struct walks k;

	map(&k, *state, 4, 1, 0);
	for (unsigned int i = 0; i < 3; i++) {
		guest_store(k.b, slot(&k, 1), inside[i] | FS_PAGE);
		walks_refused(&k, IOVA, WRITE, VTD_FAULT_SGN_8);
		guest_store(k.b, slot(&k, 1), outside[i] | FS_PAGE);
		walks_granted(&k, IOVA, WRITE, outside[i], 0, VTD_SS_RW);
	}
}

/* Given out in pieces of 4 KiB, except the range itself. */
static void test_large_page_over_interrupt_range(void **state)
{
	struct walks k;

	map(&k, *state, 4, 3, 0);
	guest_store(k.b, slot(&k, 3), 0xc0000000 | FS_PAGE | VTD_FS_PS);
	walks_granted(&k, 0x40001000, READ, 0xc0001000, 0, VTD_SS_RW);
	walks_refused(&k, 0x7ee00000, READ, VTD_FAULT_SGN_8);
	walks_granted(&k, 0x7ef00000, READ, 0xfef00000, 0, VTD_SS_RW);
}

/* ---- Paging-structure cache --------------------------------------------- */

static void test_starts_at_the_lowest_known_table(void **state)
{
	struct walks k;
	uint64_t near = IOVA + VTD_PAGE_SIZE, far = IOVA + SPAN(2);

	map(&k, *state, 5, 1, 0);
	walks_store(&k, &k.first, near, 1, (PA + 0x1000) | FS_PAGE);
	walks_store(&k, &k.first, far, 1, (PA + 0x2000) | FS_PAGE);
	walks_granted(&k, IOVA, READ, PA, 0, VTD_SS_RW);
	assert_false(k.w.known);
	EXPECT_HOST_READ(&k.b->m, walks_slot(&k, &k.first, near, 1), 1);
	walks_granted(&k, near, READ, PA + 0x1000, 0, VTD_SS_RW);
	mock_done(&k.b->m);
	assert_true(k.w.known);
	EXPECT_HOST_READ(&k.b->m, walks_slot(&k, &k.first, far, 2), 1);
	EXPECT_HOST_READ(&k.b->m, walks_slot(&k, &k.first, far, 1), 1);
	walks_granted(&k, far, READ, PA + 0x2000, 0, VTD_SS_RW);
	mock_done(&k.b->m);
}

static void test_fresh_walks_know_nothing(void **state)
{
	struct walks k;

	map(&k, *state, 4, 1, 0);
	walks_granted(&k, IOVA, READ, PA, 0, VTD_SS_RW);
	expect_reads(&k, 4, 1);
	assert_int_equal(walks_ask_fresh(&k, IOVA, READ), VTD_FAULT_NONE);
	mock_done(&k.b->m);
	assert_false(k.w.known);
}

static void test_known_tables_keep_rights_above(void **state)
{
	struct walks k;

	map(&k, *state, 4, 1, 0);
	spoil(&k, 3, VTD_FS_RW);
	walks_granted(&k, IOVA, READ, PA, 0, VTD_SS_R);
	walks_granted(&k, IOVA, READ, PA, 0, VTD_SS_R);
	walks_refused(&k, IOVA, WRITE, VTD_FAULT_SGN_6);
	assert_true(k.w.known);
}

/* Users and supervisors have tags of their own, so never each other's rights.*/
static void test_privilege_does_not_spread(void **state)
{
	struct walks k;

	map(&k, *state, 4, 1, VTD_SPACE_PRIV);
	spoil(&k, 3, VTD_FS_US);
	walks_granted(&k, IOVA, READ | PRIV, PA, 0, VTD_SS_RW);
	k.context.space.flags &= (uint8_t)~VTD_SPACE_PRIV;
	walks_refused(&k, IOVA, READ, VTD_FAULT_SGN_2);
}

static void test_without_a_tag_nothing_is_kept(void **state)
{
	struct walks k;

	map(&k, *state, 4, 1, 0);
	k.untagged = true;
	for (unsigned int i = 0; i < 2; i++) {
		expect_reads(&k, 4, 1);
		walks_granted(&k, IOVA, READ, PA, 0, VTD_SS_RW);
		mock_done(&k.b->m);
	}
}

/* What a fault left of the way is traced as first stage. */
static void test_steps(void **state)
{
	struct walks k;

	map(&k, *state, 4, 1, 0);
	spoil(&k, 2, VTD_FS_P);
	walks_refused(&k, IOVA, READ, VTD_FAULT_SFS_2);
	assert_int_equal(k.w.steps, 3);
	for (unsigned int i = 0; i < 3; i++) {
		assert_int_equal(k.w.step[i].addr, slot(&k, 4 - i));
		assert_int_equal(k.w.step[i].level, (4 - i) | DMA_STEP_FIRST);
	}
	guest_store(k.b, slot(&k, 4), BENCH_NO_MEMORY | FS_TABLE);
	assert_int_equal(walks_ask_fresh(&k, IOVA, READ), VTD_FAULT_SFS_1);
	assert_int_equal(k.w.step[1].level,
			 3 | DMA_STEP_FIRST | DMA_STEP_FAILED);
}

int dma_first_tests(void)
{
	static const struct CMUnitTest tests[] = {
		UNIT(test_cold_walk_of_each_depth),
		UNIT(test_page_sizes),
		UNIT(test_canonical_addresses),
		UNIT(test_upper_half_is_its_own),
		UNIT(test_not_present),
		UNIT(test_not_present_has_no_reserved_bits),
		UNIT(test_reserved_bits_of_all_entries),
		UNIT(test_no_large_pages_above_1g),
		UNIT(test_misaligned_large_pages),
		UNIT(test_unsupported_large_pages),
		UNIT(test_ignored_bits),
		UNIT(test_supervisor_pages),
		UNIT(test_read_only_pages),
		UNIT(test_order_of_checks),
		UNIT(test_unreadable_tables),
		UNIT(test_accessed),
		UNIT(test_dirty),
		UNIT(test_dirty_by_an_atomic),
		UNIT(test_refused_writes_leave_no_dirt),
		UNIT(test_unsnooped_walks),
		UNIT(test_failed_updates),
		UNIT(test_lost_update),
		UNIT(test_updates_lost_for_ever),
		UNIT(test_updates_lost_all_but_once),
		UNIT(test_entry_changes_meanwhile),
		UNIT(test_level_changes_meanwhile),
		UNIT(test_output_in_interrupt_range),
		UNIT(test_large_page_over_interrupt_range),
		UNIT(test_starts_at_the_lowest_known_table),
		UNIT(test_fresh_walks_know_nothing),
		UNIT(test_known_tables_keep_rights_above),
		UNIT(test_privilege_does_not_spread),
		UNIT(test_without_a_tag_nothing_is_kept),
		UNIT(test_steps),
	};

	return cmocka_run_group_tests_name("dma_first", tests, NULL, NULL);
}
