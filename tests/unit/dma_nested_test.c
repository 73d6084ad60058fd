/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */
/*
 * Nested translation (3.8): the second stage under every access of the first,
 * the page's own included; sizes and rights of both; accessed and dirty bits of
 * both; and the faults (7.1.3: SFS.5-8, SSS.1-6, SGN.6-8).
 */

#include "groups.h"

#include <string.h>

#include "walks.h"

/* Where the first stage puts IOVA. */
#define GPA UINT64_C(0x123456000)

#define SS_PAGE (VTD_SS_RW | VTD_SS_A | VTD_SS_D)

/* The host's hand: what it writes where, once an update has failed. */
static uint64_t change_at, change_to;

static uint64_t in_page(uint64_t frame, unsigned int level, uint64_t addr)
{
	return (frame & ~(SPAN(level) - 1)) | (addr & (SPAN(level) - 1));
}

/* IOVA by a first-stage page of level @first in a second-stage one. */
static uint64_t map_sizes(struct walks *k, unsigned int first,
			  unsigned int second)
{
	uint64_t gpa = in_page(GPA, first, IOVA);

	k->b->v->config.cap |= VTD_CAP_FS1GP;
	dma_walk_init(k->b->v);
	walks_store(k, &k->first, IOVA, first,
		    (GPA & ~(SPAN(first) - 1)) | FS_PAGE | PS(first));
	walks_store(k, &k->second, gpa, second,
		    (PA & ~(SPAN(second) - 1)) | SS_PAGE | PS(second));
	return in_page(PA, second, gpa);
}

static void map(struct walks *k, struct bench *b, unsigned int flags)
{
	walks_begin(k, b, 4, 4, flags);
	map_sizes(k, 1, 1);
}

/* The first-stage table of @level on the way to IOVA, for the guest. */
static uint64_t table_of(struct walks *k, unsigned int level)
{
	return (walks_slot(k, &k->first, IOVA, level) & VTD_PAGE_MASK) + GUEST;
}

static void spoil_first(struct walks *k, unsigned int level, uint64_t bits)
{
	walks_spoil(k, &k->first, IOVA, level, bits);
}

/* The second stage's entry of @level for the table of @first. */
static void spoil_table(struct walks *k, unsigned int first, unsigned int level,
			uint64_t bits)
{
	walks_spoil(k, &k->second, table_of(k, first), level, bits);
}

/* The second stage's entry of @level for the page. */
static void spoil_page(struct walks *k, unsigned int level, uint64_t bits)
{
	walks_spoil(k, &k->second, GPA, level, bits);
}

static void expect_second(struct walks *k, uint64_t addr, unsigned int from)
{
	for (unsigned int level = from; level >= 1; level--)
		EXPECT_HOST_READ(&k->b->m,
				 walks_slot(k, &k->second, addr, level), 1);
}

static void expect_first(struct walks *k, unsigned int level)
{
	EXPECT_HOST_READ(&k->b->m, walks_slot(k, &k->first, IOVA, level), 1);
}

static void unsnooped(struct walks *k)
{
	k->context.space.flags &= (uint8_t)~VTD_SPACE_SNOOP;
}

/* The smaller size holds. */
static void test_every_combination_of_sizes(void **state)
{
	struct walks k;

	for (unsigned int first = 1; first <= 3; first++)
		for (unsigned int second = 1; second <= 3; second++) {
			unsigned int least = first < second ? first : second;
			uint64_t pa;

			walks_begin(&k, *state, 4, 4, 0);
			pa = map_sizes(&k, first, second);
			walks_granted(&k, IOVA | 0x678, WRITE, pa,
				      9 * (least - 1), VTD_SS_RW);
		}
}

static void test_every_combination_of_depths(void **state)
{
	struct walks k;

	for (unsigned int first = 4; first <= 5; first++)
		for (unsigned int second = 3; second <= 5; second++) {
			walks_begin(&k, *state, first, second, 0);
			map_sizes(&k, 1, 1);
			walks_granted(&k, IOVA, READ, PA, 0, VTD_SS_RW);
		}
}

/*
 * Cold, all tables of the first stage in one leaf table of the second: that one
 * is known after the first time. A neighbour costs one entry of each stage.
 */
static void test_what_is_read(void **state)
{
	struct walks k;

	map(&k, *state, 0);
	for (unsigned int level = 4; level >= 1; level--) {
		expect_second(&k, table_of(&k, level), level == 4 ? 4 : 1);
		expect_first(&k, level);
	}
	expect_second(&k, GPA, 3);
	walks_granted(&k, IOVA, READ, PA, 0, VTD_SS_RW);
	mock_done(&k.b->m);
	assert_false(k.w.known && k.w.fresh);
	expect_first(&k, 1);
	expect_second(&k, GPA, 1);
	walks_granted(&k, IOVA, READ, PA, 0, VTD_SS_RW);
	mock_done(&k.b->m);
	assert_true(k.w.known);
}

static void test_fresh_walks_know_nothing(void **state)
{
	struct walks k;

	map(&k, *state, 0);
	walks_granted(&k, IOVA, READ, PA, 0, VTD_SS_RW);
	for (unsigned int level = 4; level >= 1; level--) {
		expect_second(&k, table_of(&k, level), 4);
		expect_first(&k, level);
	}
	expect_second(&k, GPA, 4);
	assert_int_equal(walks_ask_fresh(&k, IOVA, READ), VTD_FAULT_NONE);
	mock_done(&k.b->m);
	assert_false(k.w.known);
}

static void test_without_a_tag_nothing_is_kept(void **state)
{
	struct walks k;

	map(&k, *state, 0);
	k.untagged = true;
	for (unsigned int i = 0; i < 2; i++) {
		k.b->m.reads = 0;
		walks_granted(&k, IOVA, READ, PA, 0, VTD_SS_RW);
		assert_int_equal(k.b->m.reads, 4 * (4 + 1) + 4);
		assert_false(k.w.known);
	}
}

/* A table name given up takes the tables of both stages along. */
static void test_both_stages_are_forgotten_together(void **state)
{
	struct walks k;

	map(&k, *state, 0);
	walks_granted(&k, IOVA, READ, PA, 0, VTD_SS_RW);
	k.w.tag->tables = ++k.b->v->tags.last_serial;
	for (unsigned int level = 4; level >= 1; level--) {
		expect_second(&k, table_of(&k, level), level == 4 ? 4 : 1);
		expect_first(&k, level);
	}
	expect_second(&k, GPA, 3);
	walks_granted(&k, IOVA, READ, PA, 0, VTD_SS_RW);
	mock_done(&k.b->m);
}

/* SFS.5: the address in any entry, beyond what the second stage takes. */
static void test_addresses_beyond_the_second_stage(void **state)
{
	struct walks k;

	for (unsigned int level = 1; level <= 5; level++) {
		walks_begin(&k, *state, 5, 3, 0);
		map_sizes(&k, 1, 1);
		k.context.space.ss_width = 39;
		spoil_first(&k, level, BIT(39));
		walks_refused(&k, IOVA, READ, VTD_FAULT_SFS_5);
	}
}

/* ---- Rights of the second stage to tables ------------------------------- */

/* SFS.6 and SFS.7, or not present at all, for the table of each level. */
static void check_table_rights(struct bench *b, unsigned int flags,
			       unsigned int take, bool allowed)
{
	struct walks k;

	for (unsigned int level = 1; level <= 4; level++) {
		enum vtd_fault lack = level == 4 ? VTD_FAULT_SFS_6 :
						   VTD_FAULT_SFS_7;

		map(&k, b, flags);
		spoil_table(&k, level, 1, take);
		if (allowed)
			walks_granted(&k, IOVA, WRITE, PA, 0, VTD_SS_RW);
		else
			walks_refused(&k, IOVA, WRITE,
				      take == VTD_SS_RW ? VTD_FAULT_SSS_2 :
							  lack);
	}
}

static void test_tables_must_be_readable(void **state)
{
	check_table_rights(*state, 0, VTD_SS_R, false);
	check_table_rights(*state, 0, VTD_SS_RW, false);
	check_table_rights(*state, 0, VTD_SS_W, true);
}

/* With SSADE reading needs W too. */
static void test_tables_must_be_writable_with_ssade(void **state)
{
	check_table_rights(*state, VTD_SPACE_SSADE, VTD_SS_R, false);
	check_table_rights(*state, VTD_SPACE_SSADE, VTD_SS_W, false);
	check_table_rights(*state, VTD_SPACE_SSADE, VTD_SS_RW, false);
}

/* Without, only who has to set a bit needs W: SFS.8. */
static void test_updates_need_write_permission(void **state)
{
	struct walks k;

	for (unsigned int level = 1; level <= 4; level++) {
		map(&k, *state, 0);
		spoil_table(&k, level, 1, VTD_SS_W);
		spoil_first(&k, level, VTD_FS_A);
		walks_refused(&k, IOVA, READ, VTD_FAULT_SFS_8);
		assert_int_equal(
			walks_load(&k, &k.first, IOVA, level) & VTD_FS_A, 0);
	}
	map(&k, *state, 0);
	spoil_table(&k, 1, 1, VTD_SS_W);
	spoil_first(&k, 1, VTD_FS_D);
	walks_granted(&k, IOVA, READ, PA, 0, VTD_SS_R);
	walks_refused(&k, IOVA, WRITE, VTD_FAULT_SFS_8);
	assert_true(k.w.known);
}

/* Any level of the second stage may be the one that lacks it. */
static void test_rights_are_and_over_levels(void **state)
{
	struct walks k;

	for (unsigned int level = 1; level <= 4; level++) {
		map(&k, *state, 0);
		k.untagged = true;
		spoil_page(&k, 1, VTD_SS_RW);
		spoil_table(&k, 1, level, VTD_SS_R);
		walks_refused(&k, IOVA, READ,
			      level > 1 ? VTD_FAULT_SFS_6 : VTD_FAULT_SFS_7);
	}
}

/* ---- Other trouble of the second stage ---------------------------------- */

static void test_unreadable_second_stage(void **state)
{
	struct walks k;

	map(&k, *state, 0);
	k.context.space.ss_root = BENCH_NO_MEMORY;
	walks_refused(&k, IOVA, READ, VTD_FAULT_SSS_4);
	for (unsigned int level = 4; level >= 2; level--) {
		map(&k, *state, 0);
		walks_store(&k, &k.second, table_of(&k, 4), level,
			    BENCH_NO_MEMORY | VTD_SS_RW);
		walks_refused(&k, IOVA, READ, VTD_FAULT_SSS_1);
	}
	for (unsigned int level = 3; level >= 2; level--) {
		map(&k, *state, 0);
		walks_store(&k, &k.second, GPA, level,
			    BENCH_NO_MEMORY | VTD_SS_RW);
		walks_refused(&k, IOVA, READ, VTD_FAULT_SSS_1);
	}
}

static void test_reserved_bits_of_the_second_stage(void **state)
{
	struct walks k;

	for (unsigned int level = 1; level <= 4; level++) {
		map(&k, *state, 0);
		spoil_table(&k, 1, level, BIT(62));
		walks_refused(&k, IOVA, READ, VTD_FAULT_SSS_3);
		map(&k, *state, 0);
		spoil_page(&k, level, BIT(62));
		walks_refused(&k, IOVA, READ, VTD_FAULT_SSS_3);
	}
}

/* Host memory behind the second stage that is not there. */
static void test_unreadable_first_stage(void **state)
{
	struct walks k;

	for (unsigned int level = 1; level <= 4; level++) {
		map(&k, *state, 0);
		walks_store(&k, &k.second, table_of(&k, level), 1,
			    BENCH_NO_MEMORY | SS_PAGE);
		walks_refused(&k, IOVA, READ,
			      level == 4 ? VTD_FAULT_SFS_4 : VTD_FAULT_SFS_1);
	}
}

static void test_faults_of_the_first_stage(void **state)
{
	struct walks k;

	for (unsigned int level = 1; level <= 4; level++) {
		map(&k, *state, 0);
		spoil_first(&k, level, VTD_FS_P);
		walks_refused(&k, IOVA, READ, VTD_FAULT_SFS_2);
		map(&k, *state, 0);
		spoil_first(&k, level, BIT(51));
		walks_refused(&k, IOVA, READ, VTD_FAULT_SFS_3);
		map(&k, *state, 0);
		spoil_first(&k, level, VTD_FS_US);
		walks_refused(&k, IOVA, READ, VTD_FAULT_SGN_2);
	}
	walks_refused(&k, BIT(47), READ, VTD_FAULT_SGN_1);
}

/* ---- The page itself ---------------------------------------------------- */

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

/* The second stage permits @have, the first @may_write. */
static void check_page(struct bench *b, uint64_t have, bool may_write,
		       uint64_t request)
{
	enum vtd_fault want = wanted(request, have);
	struct walks k;

	map(&k, b, 0);
	spoil_page(&k, 1, VTD_SS_RW ^ have);
	if (!may_write)
		spoil_first(&k, 2, VTD_FS_RW);
	if (!may_write && request & GATE_WORK0_WRITE)
		walks_refused(&k, IOVA, request, VTD_FAULT_SGN_6);
	else if (want)
		walks_refused(&k, IOVA, request, want);
	else
		walks_granted(&k, IOVA, request, PA, 0,
			      may_write ? have : have & VTD_SS_R);
}

static void test_rights_are_those_of_both_stages(void **state)
{
	static const uint64_t requests[] = { READ, WRITE, ATOMIC };

	for (uint64_t have = 0; have <= VTD_SS_RW; have++)
		for (unsigned int r = 0; r < 3; r++) {
			check_page(*state, have, true, requests[r]);
			check_page(*state, have, false, requests[r]);
		}
}

/* 7.1.3, SGN.7: with CAP.ZLR write permission will do; of a page, no table. */
static void test_zero_length_reads(void **state)
{
	struct walks k;

	map(&k, *state, 0);
	spoil_page(&k, 1, VTD_SS_R);
	assert_int_equal(walks_ask(&k, IOVA, GATE_WORK0_ZLR), VTD_FAULT_NONE);
	k.b->v->zlr = false;
	walks_refused(&k, IOVA, GATE_WORK0_ZLR, VTD_FAULT_SGN_7);
	map(&k, *state, 0);
	spoil_table(&k, 1, 1, VTD_SS_R);
	walks_refused(&k, IOVA, GATE_WORK0_ZLR, VTD_FAULT_SFS_7);
}

/*
 * SGN.8 is about what comes out in the end: a table or a guest page may lie
 * where it likes, as far as there is memory.
 */
static void test_interrupt_range(void **state)
{
	struct walks k;

	map(&k, *state, 0);
	walks_store(&k, &k.second, GPA, 1, 0xfee12000 | SS_PAGE);
	walks_refused(&k, IOVA, WRITE, VTD_FAULT_SGN_8);
	map(&k, *state, 0);
	walks_store(&k, &k.first, IOVA, 1, 0xfee12000 | FS_PAGE);
	walks_store(&k, &k.second, 0xfee12000, 1, PA | SS_PAGE);
	walks_granted(&k, IOVA, WRITE, PA, 0, VTD_SS_RW);
	map(&k, *state, 0);
	walks_store(&k, &k.second, table_of(&k, 4), 1, 0xfee12000 | SS_PAGE);
	walks_refused(&k, IOVA, READ, VTD_FAULT_SFS_4);
	walks_begin(&k, *state, 4, 4, 0);
	map_sizes(&k, 3, 3);
	walks_store(&k, &k.second, GPA, 3, 0xc0000000 | SS_PAGE | VTD_FS_PS);
	walks_granted(&k, IOVA, READ, 0xc0201000, 0, VTD_SS_RW);
	walks_refused(&k, 0x7ee00000, READ, VTD_FAULT_SGN_8);
}

/* ---- Accessed and dirty bits -------------------------------------------- */

static uint64_t second_bits(struct walks *k, uint64_t addr, unsigned int level)
{
	return walks_load(k, &k->second, addr, level) & (VTD_SS_A | VTD_SS_D);
}

/* Clears what the builder has set in the entries of both stages. */
static void clean(struct walks *k)
{
	for (unsigned int level = 1; level <= 4; level++) {
		spoil_first(k, level, VTD_FS_A);
		spoil_table(k, level, 1, VTD_SS_A | VTD_SS_D);
	}
	spoil_first(k, 1, VTD_FS_D);
	for (unsigned int level = 2; level <= 4; level++)
		spoil_table(k, 4, level, VTD_SS_A);
	for (unsigned int level = 2; level <= 3; level++)
		spoil_page(k, level, VTD_SS_A);
	spoil_page(k, 1, VTD_SS_A | VTD_SS_D);
}

/* Tables count as written; the page when it is. */
static void test_bits_of_both_stages(void **state)
{
	struct walks k;

	map(&k, *state, VTD_SPACE_SSADE);
	clean(&k);
	walks_granted(&k, IOVA, READ, PA, 0, VTD_SS_R);
	for (unsigned int level = 1; level <= 4; level++) {
		assert_int_equal(second_bits(&k, table_of(&k, level), 1),
				 VTD_SS_A | VTD_SS_D);
		assert_int_equal(second_bits(&k, GPA, level), VTD_SS_A);
		assert_int_equal(walks_load(&k, &k.first, IOVA, level) &
					 (VTD_FS_A | VTD_FS_D),
				 VTD_FS_A);
	}
	walks_granted(&k, IOVA, WRITE, PA, 0, VTD_SS_RW);
	assert_int_equal(second_bits(&k, GPA, 1), VTD_SS_A | VTD_SS_D);
	assert_int_equal(walks_load(&k, &k.first, IOVA, 1) & VTD_FS_D,
			 VTD_FS_D);
}

/* Without SSADE those of the second stage are ignored bits. */
static void test_bits_of_the_first_stage_alone(void **state)
{
	struct walks k;

	map(&k, *state, 0);
	clean(&k);
	walks_granted(&k, IOVA, WRITE, PA, 0, VTD_SS_RW);
	for (unsigned int level = 1; level <= 4; level++) {
		assert_int_equal(second_bits(&k, table_of(&k, level), 1), 0);
		assert_int_equal(second_bits(&k, GPA, level), 0);
	}
}

/* Writing is permitted only where both leaves are dirty. */
static void test_writing_comes_back_for_each_dirty_bit(void **state)
{
	struct walks k;

	map(&k, *state, VTD_SPACE_SSADE);
	spoil_page(&k, 1, VTD_SS_D);
	walks_granted(&k, IOVA, READ, PA, 0, VTD_SS_R);
	map(&k, *state, VTD_SPACE_SSADE);
	spoil_first(&k, 1, VTD_FS_D);
	walks_granted(&k, IOVA, READ, PA, 0, VTD_SS_R);
	walks_granted(&k, IOVA, WRITE, PA, 0, VTD_SS_RW);
}

/* The second stage refuses: neither leaf gets dirty, none of its bits is set.*/
static void test_refused_writes_leave_no_dirt(void **state)
{
	struct walks k;

	map(&k, *state, VTD_SPACE_SSADE);
	spoil_first(&k, 1, VTD_FS_D);
	spoil_page(&k, 3, VTD_SS_A);
	spoil_page(&k, 1, VTD_SS_A | VTD_SS_D | VTD_SS_W);
	walks_refused(&k, IOVA, WRITE, VTD_FAULT_SGN_6);
	assert_int_equal(walks_load(&k, &k.first, IOVA, 1) & VTD_FS_D, 0);
	assert_int_equal(second_bits(&k, GPA, 1), 0);
	assert_int_equal(second_bits(&k, GPA, 3), 0);
}

static unsigned int reads_of(struct walks *k, uint64_t request)
{
	k->b->m.reads = 0;
	assert_int_equal(walks_ask_fresh(k, IOVA, request), VTD_FAULT_NONE);
	return k->b->m.reads;
}

/*
 * The second stage is asked twice only where bits of both stages matter; a
 * trace would tell of the second time alone.
 */
static void test_page_is_looked_at_before_it_is_marked(void **state)
{
	struct walks k;

	map(&k, *state, VTD_SPACE_SSADE);
	assert_int_equal(reads_of(&k, WRITE), 4 * (4 + 1) + 4);
	spoil_first(&k, 1, VTD_FS_D);
	assert_int_equal(reads_of(&k, READ), 4 * (4 + 1) + 4);
	assert_int_equal(reads_of(&k, WRITE), 4 * (4 + 1) + 4 + 4);
	assert_int_equal(k.w.steps, 4 + 4);
	map(&k, *state, 0);
	spoil_first(&k, 1, VTD_FS_D);
	assert_int_equal(reads_of(&k, WRITE), 4 * (4 + 1) + 4);
}

static void test_unsnooped_walks(void **state)
{
	struct walks k;

	map(&k, *state, VTD_SPACE_SSADE);
	unsnooped(&k);
	walks_granted(&k, IOVA, WRITE, PA, 0, VTD_SS_RW);
	map(&k, *state, VTD_SPACE_SSADE);
	unsnooped(&k);
	spoil_first(&k, 2, VTD_FS_A);
	walks_refused(&k, IOVA, READ, VTD_FAULT_SFS_9);
	for (unsigned int level = 1; level <= 4; level++) {
		map(&k, *state, VTD_SPACE_SSADE);
		unsnooped(&k);
		spoil_table(&k, 2, level, VTD_SS_A);
		walks_refused(&k, IOVA, READ, VTD_FAULT_SSS_5);
		map(&k, *state, VTD_SPACE_SSADE);
		unsnooped(&k);
		spoil_page(&k, level, VTD_SS_A);
		walks_refused(&k, IOVA, READ, VTD_FAULT_SSS_5);
	}
}

static void test_failed_updates(void **state)
{
	struct walks k;

	for (unsigned int level = 1; level <= 4; level++) {
		map(&k, *state, VTD_SPACE_SSADE);
		spoil_table(&k, 3, level, VTD_SS_A);
		k.b->m.fail_update = 1;
		walks_refused(&k, IOVA, READ, VTD_FAULT_SSS_6);
		map(&k, *state, VTD_SPACE_SSADE);
		spoil_page(&k, level, VTD_SS_A);
		k.b->m.fail_update = 1;
		walks_refused(&k, IOVA, READ, VTD_FAULT_SSS_6);
		map(&k, *state, VTD_SPACE_SSADE);
		spoil_first(&k, level, VTD_FS_A);
		k.b->m.fail_update = 1;
		walks_refused(&k, IOVA, READ, VTD_FAULT_SFS_10);
	}
}

/* ---- Races -------------------------------------------------------------- */

/* Every update comes too late once, and the walk succeeds all the same. */
static void lose_first_time(struct vtd_port *m, const struct mock_call *call)
{
	if (call->op == MOCK_HOST_UPDATE)
		m->lose_update =
			mock_count(m, MOCK_HOST_UPDATE, call->a) % 2 ? 0 : 1;
}

static void test_every_update_lost_once(void **state)
{
	struct walks k;

	map(&k, *state, VTD_SPACE_SSADE);
	clean(&k);
	k.b->m.lose_update = 1;
	k.b->m.meanwhile = lose_first_time;
	walks_granted(&k, IOVA, WRITE, PA, 0, VTD_SS_RW);
	for (unsigned int level = 1; level <= 4; level++)
		assert_int_equal(
			mock_count(&k.b->m, MOCK_HOST_UPDATE,
				   walks_slot(&k, &k.first, IOVA, level)),
			2);
	assert_int_equal(mock_count(&k.b->m, MOCK_HOST_UPDATE,
				    walks_slot(&k, &k.second, GPA, 1)),
			 2);
}

static void test_updates_lost_for_ever(void **state)
{
	struct walks k;

	map(&k, *state, VTD_SPACE_SSADE);
	spoil_page(&k, 1, VTD_SS_A);
	k.b->m.lose_update = MOCK_FOREVER;
	walks_refused(&k, IOVA, READ, VTD_FAULT_SSS_6);
	assert_int_equal(mock_count(&k.b->m, MOCK_HOST_UPDATE,
				    walks_slot(&k, &k.second, GPA, 1)),
			 VTD_LOCKED_TRIES);
	map(&k, *state, VTD_SPACE_SSADE);
	spoil_first(&k, 1, VTD_FS_A);
	k.b->m.lose_update = MOCK_FOREVER;
	walks_refused(&k, IOVA, READ, VTD_FAULT_SFS_10);
	assert_int_equal(mock_count(&k.b->m, MOCK_HOST_UPDATE,
				    walks_slot(&k, &k.first, IOVA, 1)),
			 VTD_LOCKED_TRIES);
}

static void change(struct vtd_port *m, const struct mock_call *call)
{
	if (call->op == MOCK_HOST_UPDATE)
		memcpy(m->memory + (change_at - MOCK_MEMORY_BASE), &change_to,
		       8);
}

/* The next update is lost, and then @slot holds @to. */
static void race(struct walks *k, uint64_t slot, uint64_t to)
{
	change_at = slot;
	change_to = to;
	k->b->m.lose_update = 1;
	k->b->m.meanwhile = change;
}

/* The first stage moves the page while it is being marked. */
static void test_page_moves_meanwhile(void **state)
{
	struct walks k;
	uint64_t other = GPA ^ 0x7000;

	map(&k, *state, VTD_SPACE_SSADE);
	walks_store(&k, &k.second, other, 1, (PA ^ 0x5000) | SS_PAGE);
	spoil_first(&k, 1, VTD_FS_A);
	race(&k, walks_slot(&k, &k.first, IOVA, 1), other | FS_PAGE);
	walks_granted(&k, IOVA, WRITE, PA ^ 0x5000, 0, VTD_SS_RW);
	map(&k, *state, VTD_SPACE_SSADE);
	spoil_first(&k, 1, VTD_FS_A);
	race(&k, walks_slot(&k, &k.first, IOVA, 1), 0);
	walks_refused(&k, IOVA, WRITE, VTD_FAULT_SFS_2);
}

/* The second stage does. */
static void test_host_page_changes_meanwhile(void **state)
{
	struct walks k;

	map(&k, *state, VTD_SPACE_SSADE);
	spoil_page(&k, 1, VTD_SS_A);
	race(&k, walks_slot(&k, &k.second, GPA, 1), (PA ^ 0x5000) | SS_PAGE);
	walks_granted(&k, IOVA, WRITE, PA ^ 0x5000, 0, VTD_SS_RW);
	map(&k, *state, VTD_SPACE_SSADE);
	spoil_page(&k, 1, VTD_SS_A);
	race(&k, walks_slot(&k, &k.second, GPA, 1), 0xfee00000 | SS_PAGE);
	walks_refused(&k, IOVA, WRITE, VTD_FAULT_SGN_8);
	map(&k, *state, VTD_SPACE_SSADE);
	spoil_page(&k, 2, VTD_SS_A);
	race(&k, walks_slot(&k, &k.second, GPA, 2), 0);
	walks_refused(&k, IOVA, WRITE, VTD_FAULT_SSS_2);
}

/* It withdraws the page after it was looked at, before it is marked. */
static void test_host_page_goes_meanwhile(void **state)
{
	struct walks k;

	map(&k, *state, VTD_SPACE_SSADE);
	spoil_first(&k, 1, VTD_FS_D);
	race(&k, walks_slot(&k, &k.second, GPA, 1), PA | VTD_SS_R | VTD_SS_A);
	k.b->m.lose_update = 0;
	walks_refused(&k, IOVA, WRITE, VTD_FAULT_SGN_6);
}

/* ---- Cost --------------------------------------------------------------- */

/* Events of group 2 that the engine told the counters about. */
static unsigned int counted[28];

static void count_perf(struct vtd_port *m, const struct mock_call *call)
{
	(void)m;
	if (call->op == MOCK_PERF && VTD_GET(GATE_PERF_ADD_GROUP, call->b) == 2)
		counted[VTD_GET(GATE_PERF_ADD_EVENT, call->b)]++;
}

/* Moves the first-stage table of @level to a region of its own. */
static void scatter(struct walks *k, unsigned int level)
{
	uint64_t host = walks_slot(k, &k->first, IOVA, level) & VTD_PAGE_MASK;
	uint64_t guest = (BIT(37) + level * SPAN(3)) | host;

	walks_store(k, &k->second, guest, 1, host | VTD_SS_RW);
	if (level == k->first.levels)
		k->context.space.fs_root = guest;
	else
		walks_store(k, &k->first, IOVA, level + 1, guest | FS_OPEN);
}

/*
 * The longest walk: five levels in five, nothing known, and every bit to be
 * set. Reads: each of 5 entries by 5 of the second stage, the page by 5, and
 * those once more since the leaf's bits have to be set in between.
 */
static void test_longest_walk(void **state)
{
	struct walks k;

	walks_begin(&k, *state, 5, 5, VTD_SPACE_SSADE | VTD_SPACE_EAFE);
	k.second.table = VTD_SS_RW;
	map_sizes(&k, 1, 1);
	walks_store(&k, &k.second, GPA, 1, PA | VTD_SS_RW);
	walks_store(&k, &k.first, IOVA, 1, GPA | FS_OPEN);
	spoil_page(&k, 5, VTD_SS_A);
	spoil_page(&k, 4, VTD_SS_A);
	for (unsigned int level = 1; level <= 5; level++)
		scatter(&k, level);
	k.b->m.reads = 0;
	assert_int_equal(walks_ask_fresh(&k, IOVA, WRITE), VTD_FAULT_NONE);
	assert_int_equal(k.w.pa, PA | VTD_SS_RW);
	assert_int_equal(k.b->m.reads, 5 * (5 + 1) + 5 + 5);
	/* 5 and 6 leaves, 6 of each level above that is not shared. */
	assert_int_equal(mock_traces(&k.b->m, VTD_TRACE_LOCKED),
			 5 + 6 + 6 + 6 + 1 + 1);
}

/* Look-ups in the paging-structure cache, of either stage; hits. */
static void test_what_is_counted(void **state)
{
	struct walks k;

	map(&k, *state, 0);
	k.b->v->counted = 1;
	k.b->m.meanwhile = count_perf;
	memset(counted, 0, sizeof(counted));
	walks_granted(&k, IOVA, READ, PA, 0, VTD_SS_RW);
	assert_int_equal(counted[6], 1);
	assert_int_equal(counted[7], 0);
	assert_int_equal(counted[4], 4 + 1);
	assert_int_equal(counted[5], 3 + 1);
	walks_granted(&k, IOVA, READ, PA, 0, VTD_SS_RW);
	assert_int_equal(counted[6], 2);
	assert_int_equal(counted[7], 1);
	assert_int_equal(counted[4], 4 + 2);
	assert_int_equal(counted[5], 3 + 2);
	assert_int_equal(walks_ask_fresh(&k, IOVA, READ), VTD_FAULT_NONE);
	assert_int_equal(counted[4] + counted[6], 6 + 2);
}

/* ---- Trace -------------------------------------------------------------- */

/* Entries of the first stage, then the walk of the second that failed. */
static void test_steps(void **state)
{
	struct walks k;

	map(&k, *state, 0);
	spoil_page(&k, 2, VTD_SS_RW);
	assert_int_equal(walks_ask_fresh(&k, IOVA, READ), VTD_FAULT_SSS_2);
	assert_int_equal(k.w.steps, 4 + 3);
	for (unsigned int i = 0; i < 4; i++)
		assert_int_equal(k.w.step[i].level, (4 - i) | DMA_STEP_FIRST);
	for (unsigned int i = 4; i < 7; i++) {
		assert_int_equal(k.w.step[i].level, 8 - i);
		assert_int_equal(k.w.step[i].addr,
				 walks_slot(&k, &k.second, GPA, 8 - i));
	}
}

int dma_nested_tests(void)
{
	static const struct CMUnitTest tests[] = {
		UNIT(test_every_combination_of_sizes),
		UNIT(test_every_combination_of_depths),
		UNIT(test_what_is_read),
		UNIT(test_fresh_walks_know_nothing),
		UNIT(test_without_a_tag_nothing_is_kept),
		UNIT(test_both_stages_are_forgotten_together),
		UNIT(test_addresses_beyond_the_second_stage),
		UNIT(test_tables_must_be_readable),
		UNIT(test_tables_must_be_writable_with_ssade),
		UNIT(test_updates_need_write_permission),
		UNIT(test_rights_are_and_over_levels),
		UNIT(test_unreadable_second_stage),
		UNIT(test_reserved_bits_of_the_second_stage),
		UNIT(test_unreadable_first_stage),
		UNIT(test_faults_of_the_first_stage),
		UNIT(test_rights_are_those_of_both_stages),
		UNIT(test_zero_length_reads),
		UNIT(test_interrupt_range),
		UNIT(test_bits_of_both_stages),
		UNIT(test_bits_of_the_first_stage_alone),
		UNIT(test_writing_comes_back_for_each_dirty_bit),
		UNIT(test_refused_writes_leave_no_dirt),
		UNIT(test_page_is_looked_at_before_it_is_marked),
		UNIT(test_unsnooped_walks),
		UNIT(test_failed_updates),
		UNIT(test_every_update_lost_once),
		UNIT(test_updates_lost_for_ever),
		UNIT(test_page_moves_meanwhile),
		UNIT(test_host_page_changes_meanwhile),
		UNIT(test_host_page_goes_meanwhile),
		UNIT(test_longest_walk),
		UNIT(test_what_is_counted),
		UNIT(test_steps),
	};

	return cmocka_run_group_tests_name("dma_nested", tests, NULL, NULL);
}
