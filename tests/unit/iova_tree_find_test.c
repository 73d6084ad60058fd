/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */
/*
 * Looking up by address, by range, by where a mapping leads, and first fit.
 */

#include "maps.h"

static void test_find_by_address(void **state)
{
	struct iova_map map;
	struct maps m;

	(void)state;
	maps_init(&m, 4);
	assert_int_equal(iova_tree_find(&m.tree[0], 0, &map), IOVA_NOT_FOUND);
	maps_insert(&m, 2, 3);
	maps_insert(&m, 5, 5);
	assert_int_equal(iova_tree_find(&m.tree[0], 0x1fff, &map),
			 IOVA_NOT_FOUND);
	assert_int_equal(iova_tree_find(&m.tree[0], 0x3fff, &map), IOVA_OK);
	assert_int_equal(map.iova, 0x2000);
	assert_int_equal(map.last, 0x3fff);
	assert_int_equal(map.cookie, 2);
	assert_int_equal(iova_tree_find(&m.tree[0], 0x4000, &map),
			 IOVA_NOT_FOUND);
	assert_int_equal(iova_tree_find(&m.tree[0], 0x6000, &map),
			 IOVA_NOT_FOUND);
}

/* Whatever the shape of the tree: the lowest of all that overlap. */
static void test_find_the_lowest_in_a_range(void **state)
{
	struct iova_map map;
	struct maps m;

	(void)state;
	maps_init(&m, 64);
	for (uint64_t page = 0; page < 64; page++)
		maps_insert(&m, 2 * page, 2 * page);
	for (uint64_t from = 0; from < 126; from++) {
		uint64_t page = (from + 1) / 2 * 2;

		assert_int_equal(iova_tree_find_range(&m.tree[0],
						      (from << 12) + 0x800,
						      UINT64_MAX, &map),
				 IOVA_OK);
		assert_int_equal(map.iova, page << 12);
	}
	assert_int_equal(iova_tree_find_range(&m.tree[0], 0x1000, 0x1fff, &map),
			 IOVA_NOT_FOUND);
	assert_int_equal(iova_tree_find_range(&m.tree[0], 0x7f000, 0x80000,
					      &map),
			 IOVA_NOT_FOUND);
	assert_int_equal(iova_tree_find_range(&m.tree[0], 1, 0, &map),
			 IOVA_INVALID);
}

static void test_walk_along(void **state)
{
	struct iova_map map;
	struct maps m;
	uint32_t place;

	(void)state;
	maps_init(&m, 8);
	maps_insert(&m, 1, 1);
	maps_insert(&m, 5, 5);
	place = iova_tree_seek(&m.tree[0], 0x1fff);
	iova_tree_get(&m.tree[0], place, &map);
	assert_int_equal(map.iova, 0x1000);
	/* What is inserted behind the place is met. */
	maps_insert(&m, 3, 3);
	place = iova_tree_next(&m.tree[0], place);
	iova_tree_get(&m.tree[0], place, &map);
	assert_int_equal(map.iova, 0x3000);
	place = iova_tree_seek(&m.tree[0], 0x4000);
	iova_tree_get(&m.tree[0], place, &map);
	assert_int_equal(map.iova, 0x5000);
	assert_int_equal(iova_tree_next(&m.tree[0], place), 0);
	assert_int_equal(iova_tree_seek(&m.tree[0], 0x6000), 0);
}

static void insert_to(struct maps *m, uint64_t page, uint64_t to)
{
	struct iova_map map = maps_of(page, page);

	map.translated = to << 12;
	assert_int_equal(iova_tree_insert(&m->tree[0], &map), IOVA_OK);
	maps_check(m);
}

/* Aliases: by translated address, then by iova. */
static void test_find_by_translated_address(void **state)
{
	struct iova_map map;
	struct maps m;

	(void)state;
	maps_init(&m, 8);
	insert_to(&m, 9, 0x40);
	insert_to(&m, 1, 0x50);
	insert_to(&m, 4, 0x40);
	insert_to(&m, 6, 0);
	assert_int_equal(iova_tree_find_translated(&m.tree[0], 0x40fff, 0x50fff,
						   &map),
			 IOVA_OK);
	assert_int_equal(map.iova, 0x4000);
	for (unsigned int i = 0; i < 2; i++) {
		assert_int_equal(iova_tree_next_translated(&m.tree[0], 0x40fff,
							   0x50fff, &map),
				 IOVA_OK);
		assert_int_equal(map.iova, i ? 0x1000 : 0x9000);
	}
	assert_int_equal(iova_tree_next_translated(&m.tree[0], 0x40fff, 0x50fff,
						   &map),
			 IOVA_NOT_FOUND);
	assert_int_equal(iova_tree_find_translated(&m.tree[0], 0, 0, &map),
			 IOVA_OK);
	assert_int_equal(map.iova, 0x6000);
	assert_int_equal(iova_tree_find_translated(&m.tree[0], 0x41000, 0x4ffff,
						   &map),
			 IOVA_NOT_FOUND);
	assert_int_equal(iova_tree_find_translated(&m.tree[0], 1, 0, &map),
			 IOVA_INVALID);
}

/* A long one that begins far below the address, among short ones. */
static void test_find_inside_a_long_translation(void **state)
{
	struct iova_map map = maps_of(0x100, 0x2ff);
	struct maps m;

	(void)state;
	maps_init(&m, 64);
	map.translated = 0x1000;
	assert_int_equal(iova_tree_insert(&m.tree[0], &map), IOVA_OK);
	for (uint64_t page = 0; page < 60; page++)
		insert_to(&m, page, 2 * page);
	assert_int_equal(iova_tree_find_translated(&m.tree[0], 0x1ff000,
						   0x1ff000, &map),
			 IOVA_OK);
	assert_int_equal(map.iova, 0x100000);
	assert_int_equal(iova_tree_remove(&m.tree[0], 0x100000, 0x2fffff),
			 IOVA_OK);
	maps_check(&m);
	assert_int_equal(iova_tree_find_translated(&m.tree[0], 0x1ff000,
						   0x1ff000, &map),
			 IOVA_NOT_FOUND);
}

static void test_a_pool_without_reverse_lookup(void **state)
{
	struct iova_map map;
	struct maps m;

	(void)state;
	maps_init_plain(&m, 8);
	maps_insert(&m, 1, 1);
	assert_int_equal(iova_tree_find_translated(&m.tree[0], 0, UINT64_MAX,
						   &map),
			 IOVA_INVALID);
	assert_int_equal(iova_tree_find(&m.tree[0], 0x1000, &map), IOVA_OK);
}

struct hole_case {
	uint64_t begin, end, bytes, align;
	int err;
	uint64_t iova;
};

/* Mapped are pages 2-3, 5, 8 and the last page there is. */
static void test_first_fit(void **state)
{
	static const struct hole_case cases[] = {
		{ 0, UINT64_MAX, 0x2000, 1, IOVA_OK, 0 },
		{ 0, UINT64_MAX, 0x2001, 1, IOVA_OK, 0x9000 },
		{ 1, UINT64_MAX, 0x2000, 1, IOVA_OK, 0x6000 },
		{ 1, UINT64_MAX, 0x2000, 0x2000, IOVA_OK, 0x6000 },
		{ 1, UINT64_MAX, 0x2000, 0x4000, IOVA_OK, 0xc000 },
		{ 1, UINT64_MAX, 0x1000, 1, IOVA_OK, 1 },
		{ 1, UINT64_MAX, 0x1000, 0x1000, IOVA_OK, 0x1000 },
		{ 0x2000, UINT64_MAX, 1, 1, IOVA_OK, 0x4000 },
		{ 0x2000, 0x4000, 1, 1, IOVA_OK, 0x4000 },
		{ 0x4800, UINT64_MAX, 0x800, 1, IOVA_OK, 0x4800 },
		{ 0x2000, 0x4000, 2, 1, IOVA_NO_SPACE, 0 },
		{ 0x2000, 0x7fff, 0x2000, 1, IOVA_OK, 0x6000 },
		{ 0x2000, 0x7ffe, 0x2000, 1, IOVA_NO_SPACE, 0 },
		{ 0x2000, 0x3fff, 1, 1, IOVA_NO_SPACE, 0 },
		{ UINT64_MAX, UINT64_MAX, 1, 1, IOVA_NO_SPACE, 0 },
		{ 0, UINT64_MAX, UINT64_MAX, 1, IOVA_NO_SPACE, 0 },
		{ 0, UINT64_MAX, 0, 1, IOVA_NO_SPACE, 0 },
		{ 1, 0, 1, 1, IOVA_INVALID, 0 },
		{ 0, 1, 1, 0, IOVA_INVALID, 0 },
		{ 0, 1, 1, 3, IOVA_INVALID, 0 },
	};
	struct maps m;

	(void)state;
	maps_init(&m, 8);
	maps_insert(&m, 2, 3);
	maps_insert(&m, 5, 5);
	maps_insert(&m, 8, 8);
	insert_to(&m, UINT64_MAX >> 12, 0);
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		const struct hole_case *c = &cases[i];
		const struct iova_hole want = { c->begin, c->end, c->bytes - 1,
						c->align };
		uint64_t iova = 0;

		assert_int_equal(iova_tree_find_hole(&m.tree[0], &want, &iova),
				 c->err);
		assert_int_equal(iova, c->iova);
	}
}

/* Wherever in the tree it lies. */
static void test_the_only_hole(void **state)
{
	const struct iova_hole want = { 0, 63 << 12, 0x1fff, 1 };
	uint64_t iova;
	struct maps m;

	(void)state;
	for (uint64_t hole = 1; hole < 62; hole++) {
		maps_init(&m, 64);
		for (uint64_t page = 0; page < 64; page++)
			if (page != hole && page != hole + 1)
				maps_insert(&m, page, page);
		assert_int_equal(iova_tree_find_hole(&m.tree[0], &want, &iova),
				 IOVA_OK);
		assert_int_equal(iova, hole << 12);
	}
}

static void test_an_empty_tree_is_one_hole(void **state)
{
	const struct iova_hole all = { 0, UINT64_MAX, UINT64_MAX, 1 };
	struct iova_map map = { .perm = 2, .cookie = 5 };
	struct maps m;

	(void)state;
	maps_init(&m, 2);
	assert_int_equal(iova_tree_alloc(&m.tree[0], &all, &map), IOVA_OK);
	maps_check(&m);
	assert_int_equal(map.iova, 0);
	assert_int_equal(map.last, UINT64_MAX);
	assert_int_equal(iova_tree_alloc(&m.tree[0], &all, &map),
			 IOVA_NO_SPACE);
}

static void test_alloc_needs_a_node(void **state)
{
	const struct iova_hole want = { 0, UINT64_MAX, 0xfff, 0x1000 };
	struct iova_map map = maps_of(77, 78);
	struct maps m;

	(void)state;
	maps_init(&m, 1);
	maps_insert(&m, 0, 0);
	assert_int_equal(iova_tree_alloc(&m.tree[0], &want, &map),
			 IOVA_NO_SPACE);
	assert_int_equal(map.iova, 77 << 12);
	assert_int_equal(map.last, (79 << 12) - 1);
	maps_expect(&m, 1, (uint64_t[][2]){ { 0, 0 } });
}

/*
 * Two pages are free behind each of many mappings, never aligned to two; then
 * four pages, that always hold two aligned ones.
 */
static void test_holes_of_bad_alignment_are_tried_so_often(void **state)
{
	struct iova_hole want = { 0, UINT64_MAX, 0x1fff, 0x2000 };
	uint64_t iova;
	struct maps m;

	(void)state;
	maps_init(&m, 64);
	maps_insert(&m, 0, 0);
	for (uint64_t page = 3; page < 131; page += 4)
		maps_insert(&m, page, page + 1);
	maps_insert(&m, 133, 140);
	assert_int_equal(iova_tree_find_hole(&m.tree[0], &want, &iova),
			 IOVA_OK);
	assert_int_equal(iova, 130 << 12);
	want.end = 130 << 12;
	assert_int_equal(iova_tree_find_hole(&m.tree[0], &want, &iova),
			 IOVA_NO_SPACE);
	want.end = UINT64_MAX;
	want.align = UINT64_C(1) << 63;
	assert_int_equal(iova_tree_find_hole(&m.tree[0], &want, &iova),
			 IOVA_OK);
	assert_int_equal(iova, UINT64_C(1) << 63);
}

int iova_tree_find_tests(void)
{
	const struct CMUnitTest tests[] = {
		UNIT(test_find_by_address),
		UNIT(test_find_the_lowest_in_a_range),
		UNIT(test_walk_along),
		UNIT(test_find_by_translated_address),
		UNIT(test_find_inside_a_long_translation),
		UNIT(test_a_pool_without_reverse_lookup),
		UNIT(test_first_fit),
		UNIT(test_the_only_hole),
		UNIT(test_an_empty_tree_is_one_hole),
		UNIT(test_alloc_needs_a_node),
		UNIT(test_holes_of_bad_alignment_are_tried_so_often),
	};

	return cmocka_run_group_tests_name("iova_tree_find", tests, NULL, NULL);
}
