/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */
/*
 * The second-stage walk in scalable mode: the faults that have other codes
 * there (7.1.3: SSS.1-6, SGN.5-8), accessed and dirty bits (3.7.2), and the
 * templates by which entries of either stage are judged without a walk.
 */

#include "groups.h"

#include <string.h>

#include "walks.h"

#define SS_PAGE (VTD_SS_RW | VTD_SS_A | VTD_SS_D)

static uint64_t change_at, change_to;

static uint64_t frame_of(unsigned int level)
{
	return PA & ~(SPAN(level) - 1);
}

static void map_size(struct walks *k, struct bench *b, unsigned int level,
		     unsigned int flags)
{
	walks_begin(k, b, 0, 5, flags);
	walks_store(k, &k->second, IOVA, level,
		    frame_of(level) | SS_PAGE | PS(level));
}

static void map(struct walks *k, struct bench *b, unsigned int flags)
{
	map_size(k, b, 1, flags);
}

static uint64_t slot(struct walks *k, unsigned int level)
{
	return walks_slot(k, &k->second, IOVA, level);
}

static void spoil(struct walks *k, unsigned int level, uint64_t bits)
{
	walks_spoil(k, &k->second, IOVA, level, bits);
}

static void expect_reads(struct walks *k, unsigned int from, unsigned int to)
{
	for (unsigned int level = from; level >= to; level--)
		EXPECT_HOST_READ(&k->b->m, slot(k, level), 1);
}

static void expect_update(struct walks *k, unsigned int level, uint64_t bits)
{
	uint64_t entry = guest_load(k->b, slot(k, level));

	EXPECT_HOST_UPDATE(&k->b->m, slot(k, level), entry, entry | bits);
}

static void test_cold_walk_of_each_depth(void **state)
{
	struct walks k;

	for (unsigned int levels = 3; levels <= 5; levels++) {
		walks_begin(&k, *state, 0, levels, 0);
		walks_store(&k, &k.second, IOVA, 1, PA | VTD_SS_RW);
		expect_reads(&k, levels, 1);
		walks_granted(&k, IOVA | 0x678, WRITE, PA, 0, VTD_SS_RW);
		mock_done(&k.b->m);
	}
}

/* SGN.5, at 2^X of the smaller of MGAW and AW. */
static void test_address_width(void **state)
{
	struct walks k;

	walks_begin(&k, *state, 0, 3, 0);
	walks_store(&k, &k.second, IOVA, 1, PA | VTD_SS_RW);
	k.context.space.width = 35;
	walks_granted(&k, IOVA, READ, PA, 0, VTD_SS_RW);
	mock_expect_nothing(&k.b->m);
	for (unsigned int bit = 35; bit < 64; bit++)
		walks_refused(&k, IOVA | BIT(bit), READ, VTD_FAULT_SGN_5);
	mock_done(&k.b->m);
}

static enum vtd_fault wanted(uint64_t request, uint64_t have)
{
	if (!have)
		return VTD_FAULT_SSS_2;
	if (request & GATE_WORK0_WRITE && !(have & VTD_SS_W))
		return VTD_FAULT_SGN_6;
	if (request != WRITE && !(have & VTD_SS_R))
		return VTD_FAULT_SGN_7;
	return VTD_FAULT_NONE;
}

static void check_permission(struct bench *b, unsigned int level, uint64_t have,
			     uint64_t request)
{
	enum vtd_fault want = wanted(request, have);
	struct walks k;

	map(&k, b, 0);
	spoil(&k, level, VTD_SS_RW ^ have);
	if (want)
		walks_refused(&k, IOVA, request, want);
	else
		walks_granted(&k, IOVA, request, PA, 0, have);
}

/* An entry with neither is not present (SSS.2), whatever is asked. */
static void test_permission_of_each_level(void **state)
{
	static const uint64_t requests[] = { READ, WRITE, ATOMIC };

	for (unsigned int level = 1; level <= 5; level++)
		for (uint64_t have = 0; have <= VTD_SS_RW; have++)
			for (unsigned int r = 0; r < 3; r++)
				check_permission(*state, level, have,
						 requests[r]);
}

/* R lost at one level and W at another: nothing is left, SSS.2. */
static void test_permissions_lost_at_different_levels(void **state)
{
	struct walks k;

	map(&k, *state, 0);
	spoil(&k, 4, VTD_SS_R);
	walks_granted(&k, IOVA, WRITE, PA, 0, VTD_SS_W);
	spoil(&k, 1, VTD_SS_W);
	walks_refused(&k, IOVA, WRITE, VTD_FAULT_SSS_2);
}

static void test_unused_entry_has_no_reserved_bits(void **state)
{
	struct walks k;

	map(&k, *state, 0);
	guest_store(k.b, slot(&k, 3), ~VTD_SS_RW);
	walks_refused(&k, IOVA, READ, VTD_FAULT_SSS_2);
}

static void test_reserved_bits(void **state)
{
	struct walks k;

	for (unsigned int level = 1; level <= 5; level++) {
		map(&k, *state, 0);
		spoil(&k, level, BIT(62));
		walks_refused(&k, IOVA, READ, VTD_FAULT_SSS_3);
	}
}

/* PS where no page can be, aligned or not. */
static void test_no_superpages_above_1g(void **state)
{
	struct walks k;

	for (unsigned int level = 4; level <= 5; level++) {
		map(&k, *state, 0);
		guest_store(k.b, slot(&k, level), SS_PAGE | VTD_SS_PS);
		walks_refused(&k, IOVA, READ, VTD_FAULT_SSS_3);
	}
}

static void test_unreadable_tables(void **state)
{
	struct walks k;

	map(&k, *state, 0);
	k.context.space.ss_root = BENCH_NO_MEMORY;
	walks_refused(&k, IOVA, READ, VTD_FAULT_SSS_4);
	for (unsigned int level = 5; level >= 2; level--) {
		map(&k, *state, 0);
		guest_store(k.b, slot(&k, level), BENCH_NO_MEMORY | VTD_SS_RW);
		walks_refused(&k, IOVA, READ, VTD_FAULT_SSS_1);
	}
}

static void test_output_in_interrupt_range(void **state)
{
	struct walks k;

	map(&k, *state, 0);
	guest_store(k.b, slot(&k, 1), 0xfee34000 | SS_PAGE);
	walks_refused(&k, IOVA, WRITE, VTD_FAULT_SGN_8);
	map_size(&k, *state, 3, 0);
	guest_store(k.b, slot(&k, 3), 0xc0000000 | SS_PAGE | VTD_SS_PS);
	walks_granted(&k, 0x40001000, READ, 0xc0001000, 0, VTD_SS_RW);
	walks_refused(&k, 0x7ee00000, READ, VTD_FAULT_SGN_8);
}

static void test_zero_length_read(void **state)
{
	struct walks k;

	map(&k, *state, VTD_SPACE_SSADE);
	spoil(&k, 1, VTD_SS_R | VTD_SS_D);
	assert_int_equal(walks_ask(&k, IOVA, GATE_WORK0_ZLR), VTD_FAULT_NONE);
	assert_int_equal(guest_load(k.b, slot(&k, 1)) & VTD_SS_D, 0);
	k.b->v->zlr = false;
	walks_refused(&k, IOVA, GATE_WORK0_ZLR, VTD_FAULT_SGN_7);
	walks_refused(&k, IOVA, READ, VTD_FAULT_SGN_7);
}

/* ---- Accessed and dirty ------------------------------------------------- */

/* Every entry used, before the next one is read. */
static void test_accessed(void **state)
{
	struct walks k;

	map(&k, *state, VTD_SPACE_SSADE);
	for (unsigned int level = 5; level >= 1; level--) {
		spoil(&k, level, VTD_SS_A);
		EXPECT_HOST_READ(&k.b->m, slot(&k, level), 1);
		expect_update(&k, level, VTD_SS_A);
	}
	walks_granted(&k, IOVA, READ, PA, 0, VTD_SS_RW);
	mock_done(&k.b->m);
}

/* Without SSADE both are ignored, and so they are in legacy mode. */
static void test_bits_that_are_not_in_use(void **state)
{
	struct walks k;

	map(&k, *state, 0);
	for (unsigned int level = 1; level <= 5; level++)
		spoil(&k, level, VTD_SS_A);
	spoil(&k, 1, VTD_SS_D);
	expect_reads(&k, 5, 1);
	walks_granted(&k, IOVA, WRITE, PA, 0, VTD_SS_RW);
	mock_done(&k.b->m);
}

/* Without D only reading is permitted, so that a write comes to set it. */
static void check_dirty(struct bench *b, unsigned int level, uint64_t request)
{
	unsigned int order = 9 * (level - 1);
	struct walks k;

	map_size(&k, b, level, VTD_SPACE_SSADE);
	spoil(&k, level, VTD_SS_A | VTD_SS_D);
	expect_reads(&k, 5, level);
	expect_update(&k, level, VTD_SS_A);
	walks_granted(&k, IOVA, READ, frame_of(level), order, VTD_SS_R);
	mock_done(&k.b->m);
	expect_reads(&k, level, level);
	expect_update(&k, level, VTD_SS_D);
	walks_granted(&k, IOVA, request, frame_of(level), order, VTD_SS_RW);
	mock_done(&k.b->m);
	map_size(&k, b, level, VTD_SPACE_SSADE);
	spoil(&k, level, VTD_SS_A | VTD_SS_D);
	expect_reads(&k, 5, level);
	expect_update(&k, level, VTD_SS_A | VTD_SS_D);
	walks_granted(&k, IOVA, request, frame_of(level), order, VTD_SS_RW);
	mock_done(&k.b->m);
}

static void test_dirty(void **state)
{
	for (unsigned int level = 1; level <= 3; level++) {
		check_dirty(*state, level, WRITE);
		check_dirty(*state, level, ATOMIC);
	}
}

static void test_refused_writes_leave_no_dirt(void **state)
{
	struct walks k;

	map(&k, *state, VTD_SPACE_SSADE);
	spoil(&k, 1, VTD_SS_D | VTD_SS_W);
	expect_reads(&k, 5, 1);
	walks_refused(&k, IOVA, WRITE, VTD_FAULT_SGN_6);
	mock_done(&k.b->m);
	guest_store(k.b, slot(&k, 1), 0xfee00000 | VTD_SS_RW);
	expect_reads(&k, 1, 1);
	walks_refused(&k, IOVA, WRITE, VTD_FAULT_SGN_8);
	mock_done(&k.b->m);
}

static void test_unsnooped_walks(void **state)
{
	struct walks k;

	for (unsigned int level = 1; level <= 5; level++) {
		map(&k, *state, VTD_SPACE_SSADE);
		k.context.space.flags &= (uint8_t)~VTD_SPACE_SNOOP;
		walks_granted(&k, IOVA, WRITE, PA, 0, VTD_SS_RW);
		spoil(&k, level, VTD_SS_A);
		assert_int_equal(walks_ask_fresh(&k, IOVA, READ),
				 VTD_FAULT_SSS_5);
	}
	map(&k, *state, VTD_SPACE_SSADE);
	k.context.space.flags &= (uint8_t)~VTD_SPACE_SNOOP;
	spoil(&k, 1, VTD_SS_D);
	walks_granted(&k, IOVA, READ, PA, 0, VTD_SS_R);
	walks_refused(&k, IOVA, WRITE, VTD_FAULT_SSS_5);
}

static void test_updates_that_fail(void **state)
{
	struct walks k;

	for (unsigned int level = 1; level <= 5; level++) {
		map(&k, *state, VTD_SPACE_SSADE);
		spoil(&k, level, VTD_SS_A);
		k.b->m.fail_update = 1;
		walks_refused(&k, IOVA, READ, VTD_FAULT_SSS_6);
		k.b->m.lose_update = MOCK_FOREVER;
		mock_forget(&k.b->m);
		walks_refused(&k, IOVA, READ, VTD_FAULT_SSS_6);
		assert_int_equal(mock_count(&k.b->m, MOCK_HOST_UPDATE,
					    slot(&k, level)),
				 VTD_LOCKED_TRIES);
	}
}

static void test_lost_update(void **state)
{
	struct walks k;

	for (unsigned int level = 1; level <= 5; level++) {
		map(&k, *state, VTD_SPACE_SSADE);
		spoil(&k, level, VTD_SS_A);
		expect_reads(&k, 5, level);
		expect_update(&k, level, VTD_SS_A);
		expect_reads(&k, level, level);
		expect_update(&k, level, VTD_SS_A);
		if (level > 1)
			expect_reads(&k, level - 1, 1);
		k.b->m.lose_update = 1;
		walks_granted(&k, IOVA, READ, PA, 0, VTD_SS_RW);
		mock_done(&k.b->m);
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

	map(&k, *state, VTD_SPACE_SSADE);
	for (unsigned int level = 1; level <= 5; level++)
		spoil(&k, level, VTD_SS_A);
	k.b->m.lose_update = 1;
	k.b->m.meanwhile = lose_all_but_one;
	walks_granted(&k, IOVA, READ, PA, 0, VTD_SS_RW);
	for (unsigned int level = 1; level <= 5; level++)
		assert_int_equal(mock_count(&k.b->m, MOCK_HOST_UPDATE,
					    slot(&k, level)),
				 VTD_LOCKED_TRIES);
}

static void change(struct vtd_port *m, const struct mock_call *call)
{
	if (call->op == MOCK_HOST_UPDATE && call->a == change_at)
		memcpy(m->memory + (change_at - MOCK_MEMORY_BASE), &change_to,
		       8);
}

/* The entry of @level becomes @to while its accessed bit is being set. */
static void race(struct walks *k, unsigned int level, uint64_t to)
{
	spoil(k, level, VTD_SS_A);
	change_at = slot(k, level);
	change_to = to;
	k->b->m.lose_update = 1;
	k->b->m.meanwhile = change;
}

static void test_entry_changes_meanwhile(void **state)
{
	struct walks k;

	for (unsigned int level = 1; level <= 5; level++) {
		map(&k, *state, VTD_SPACE_SSADE);
		race(&k, level, 0);
		walks_refused(&k, IOVA, READ, VTD_FAULT_SSS_2);
	}
	map(&k, *state, VTD_SPACE_SSADE);
	race(&k, 1, (PA ^ 0x5000) | SS_PAGE);
	walks_granted(&k, IOVA, WRITE, PA ^ 0x5000, 0, VTD_SS_RW);
	map(&k, *state, VTD_SPACE_SSADE);
	race(&k, 1, PA | VTD_SS_R);
	walks_refused(&k, IOVA, WRITE, VTD_FAULT_SGN_6);
	map(&k, *state, VTD_SPACE_SSADE);
	race(&k, 2, frame_of(2) | SS_PAGE | VTD_SS_PS);
	walks_granted(&k, IOVA, WRITE, frame_of(2), 9, VTD_SS_RW);
}

/* A large page is split while it is being marked: the walk goes on. */
static void test_page_is_split_meanwhile(void **state)
{
	struct walks k;
	uint64_t table;

	map_size(&k, *state, 2, VTD_SPACE_SSADE);
	table = tables_alloc(&k.b->t);
	guest_store(k.b, table + (IOVA >> 12 & 0x1ff) * 8, PA | VTD_SS_RW);
	race(&k, 2, table | VTD_SS_RW);
	walks_granted(&k, IOVA, WRITE, PA, 0, VTD_SS_RW);
	assert_int_equal(guest_load(k.b, table + (IOVA >> 12 & 0x1ff) * 8),
			 PA | SS_PAGE);
}

/* ---- Templates ---------------------------------------------------------- */

/* What the template says of @entry; 0 also where it says nothing. */
static uint64_t rights(const struct dma_template *t, uint64_t entry)
{
	if (entry & t->clear)
		return 0;
	return ((entry & t->read) == t->read ? VTD_SS_R : 0) |
	       ((entry & t->write) == t->write ? VTD_SS_W : 0);
}

/* Where the short way permits something, a walk does: the same, unwritten. */
static void check_template(struct walks *k, const struct stage *stage,
			   const struct dma_template *t, uint64_t entry)
{
	uint64_t rw = rights(t, entry);

	walks_store(k, stage, IOVA, 1, entry);
	if (!rw)
		return;
	mock_forget(&k->b->m);
	assert_int_equal(walks_ask(k, IOVA, rw & VTD_SS_R ? READ : WRITE),
			 VTD_FAULT_NONE);
	assert_int_equal(k->w.pa, (entry & t->addr) | rw);
	assert_int_equal(mock_traces(&k->b->m, VTD_TRACE_LOCKED), 0);
}

/* All low bits of an entry, and some that are reserved. */
static void check_all_entries(struct walks *k, const struct stage *stage)
{
	struct dma_template t;
	unsigned int useful = 0;

	dma_walk_template(k->b->v, &k->context.space, &t);
	for (uint64_t low = 0; low < BIT(12); low++) {
		check_template(k, stage, &t, PA | low);
		useful += rights(&t, PA | low) == VTD_SS_RW;
	}
	assert_true(useful > 0);
	for (unsigned int bit = BENCH_HAW; bit < 52; bit++)
		assert_int_equal(rights(&t, PA | BIT(bit) | 0x7ff), 0);
}

static void test_templates_of_the_second_stage(void **state)
{
	struct walks k;

	walks_begin(&k, *state, 0, 4, 0);
	check_all_entries(&k, &k.second);
	walks_begin(&k, *state, 0, 4, VTD_SPACE_SSADE);
	check_all_entries(&k, &k.second);
}

static void test_templates_of_the_first_stage(void **state)
{
	static const unsigned int flags[] = { 0, VTD_SPACE_EAFE, VTD_SPACE_PRIV,
					      VTD_SPACE_PRIV | VTD_SPACE_WPE };
	struct walks k;

	for (unsigned int i = 0; i < 4; i++) {
		walks_begin(&k, *state, 4, 0, flags[i]);
		k.first.table |= VTD_FS_EA;
		check_all_entries(&k, &k.first);
	}
}

/* Entries that are as software leaves them take the short way. */
static void test_templates_take_what_is_usual(void **state)
{
	struct dma_template t;
	struct walks k;

	walks_begin(&k, *state, 0, 4, 0);
	dma_walk_template(k.b->v, &k.context.space, &t);
	assert_int_equal(rights(&t, PA | VTD_SS_RW), VTD_SS_RW);
	assert_int_equal(rights(&t, PA | VTD_SS_W), VTD_SS_W);
	walks_begin(&k, *state, 0, 4, VTD_SPACE_SSADE);
	dma_walk_template(k.b->v, &k.context.space, &t);
	assert_int_equal(rights(&t, PA | VTD_SS_RW), 0);
	assert_int_equal(rights(&t, PA | VTD_SS_RW | VTD_SS_A), VTD_SS_R);
	assert_int_equal(rights(&t, PA | SS_PAGE), VTD_SS_RW);
	walks_begin(&k, *state, 4, 0, 0);
	dma_walk_template(k.b->v, &k.context.space, &t);
	assert_int_equal(rights(&t, PA | FS_PAGE), VTD_SS_RW);
	assert_int_equal(rights(&t, PA | FS_TABLE), VTD_SS_R);
	assert_int_equal(rights(&t, PA | (FS_PAGE & ~VTD_FS_RW)), VTD_SS_R);
	assert_int_equal(rights(&t, PA | (FS_PAGE & ~VTD_FS_US)), 0);
}

/* Nested and pass-through have none: the long way only. */
static void test_spaces_without_a_template(void **state)
{
	struct dma_template t;
	struct walks k;

	for (unsigned int levels = 0; levels <= 4; levels += 4) {
		walks_begin(&k, *state, levels, levels, VTD_SPACE_SSADE);
		memset(&t, 0xff, sizeof(t));
		dma_walk_template(k.b->v, &k.context.space, &t);
		assert_int_equal(t.read | t.write | t.clear | t.addr, 0);
	}
}

int dma_second_tests(void)
{
	static const struct CMUnitTest tests[] = {
		UNIT(test_cold_walk_of_each_depth),
		UNIT(test_address_width),
		UNIT(test_permission_of_each_level),
		UNIT(test_permissions_lost_at_different_levels),
		UNIT(test_unused_entry_has_no_reserved_bits),
		UNIT(test_reserved_bits),
		UNIT(test_no_superpages_above_1g),
		UNIT(test_unreadable_tables),
		UNIT(test_output_in_interrupt_range),
		UNIT(test_zero_length_read),
		UNIT(test_accessed),
		UNIT(test_bits_that_are_not_in_use),
		UNIT(test_dirty),
		UNIT(test_refused_writes_leave_no_dirt),
		UNIT(test_unsnooped_walks),
		UNIT(test_updates_that_fail),
		UNIT(test_lost_update),
		UNIT(test_updates_lost_all_but_once),
		UNIT(test_entry_changes_meanwhile),
		UNIT(test_page_is_split_meanwhile),
		UNIT(test_templates_of_the_second_stage),
		UNIT(test_templates_of_the_first_stage),
		UNIT(test_templates_take_what_is_usual),
		UNIT(test_spaces_without_a_template),
	};

	return cmocka_run_group_tests_name("dma_second", tests, NULL, NULL);
}
