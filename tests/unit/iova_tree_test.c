/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */
/*
 * The fixed pool, inserting and removing: what iova_tree.h promises. Random
 * operations and every small case are in tests/iova.
 */

#include "maps.h"

static void test_a_pool_needs_its_arrays(void **state)
{
	struct iova_branch branch[2];
	struct iova_node node[2];
	struct iova_pool pool;
	struct iova_memory memory = { branch, node, NULL, 2 };

	(void)state;
	assert_int_equal(iova_pool_init(&pool, &memory), IOVA_OK);
	assert_int_equal(iova_pool_left(&pool), 1);
	memory.entries = 1;
	assert_int_equal(iova_pool_init(&pool, &memory), IOVA_INVALID);
	memory = (struct iova_memory){ NULL, node, NULL, 2 };
	assert_int_equal(iova_pool_init(&pool, &memory), IOVA_INVALID);
	memory = (struct iova_memory){ branch, NULL, NULL, 2 };
	assert_int_equal(iova_pool_init(&pool, &memory), IOVA_INVALID);
}

static void test_neighbours_stay_apart(void **state)
{
	struct maps m;

	(void)state;
	maps_init(&m, 8);
	maps_insert(&m, 2, 2);
	maps_insert(&m, 1, 1);
	maps_insert(&m, 3, 6);
	maps_expect(&m, 3, (uint64_t[][2]){ { 1, 1 }, { 2, 2 }, { 3, 6 } });
}

static void test_insert_refuses_overlap(void **state)
{
	static const uint64_t touching[][2] = { { 4, 4 }, { 6, 6 }, { 5, 5 },
						{ 3, 4 }, { 6, 9 }, { 0, 20 },
						{ 4, 6 } };
	struct maps m;

	(void)state;
	maps_init(&m, 8);
	maps_insert(&m, 4, 6);
	for (size_t i = 0; i < sizeof(touching) / sizeof(touching[0]); i++) {
		struct iova_map map = maps_of(touching[i][0], touching[i][1]);

		assert_int_equal(iova_tree_insert(&m.tree[0], &map),
				 IOVA_OVERLAP);
		maps_expect(&m, 1, (uint64_t[][2]){ { 4, 6 } });
	}
}

static void test_insert_refuses_what_is_no_mapping(void **state)
{
	struct iova_map map = maps_of(1, 1);
	struct maps m;

	(void)state;
	maps_init(&m, 8);
	map.last = map.iova - 1;
	assert_int_equal(iova_tree_insert(&m.tree[0], &map), IOVA_INVALID);
	map = maps_of(1, 1);
	map.perm = 0;
	assert_int_equal(iova_tree_insert(&m.tree[0], &map), IOVA_INVALID);
	map = maps_of(1, 2);
	map.translated = ~UINT64_C(0xfff);
	assert_int_equal(iova_tree_insert(&m.tree[0], &map), IOVA_INVALID);
	maps_expect(&m, 0, NULL);
}

/* One mapping of all 2^64 addresses, cut at both ends and in the middle. */
static void test_the_whole_address_space(void **state)
{
	struct iova_map all = { .iova = 0, .last = UINT64_MAX, .perm = 1 };
	struct iova_map map;
	struct maps m;

	(void)state;
	maps_init(&m, 4);
	assert_int_equal(iova_tree_insert(&m.tree[0], &all), IOVA_OK);
	assert_int_equal(iova_tree_remove(&m.tree[0], UINT64_MAX, UINT64_MAX),
			 IOVA_OK);
	assert_int_equal(iova_tree_remove(&m.tree[0], 0, 0), IOVA_OK);
	assert_int_equal(iova_tree_remove(&m.tree[0], 0x1000, 0x1fff), IOVA_OK);
	maps_check(&m);
	assert_int_equal(iova_tree_count(&m.tree[0]), 2);
	assert_int_equal(iova_tree_find(&m.tree[0], UINT64_MAX - 1, &map),
			 IOVA_OK);
	assert_int_equal(map.iova, 0x2000);
	assert_int_equal(map.translated, 0x2000);
	assert_int_equal(map.last, UINT64_MAX - 1);
	assert_int_equal(iova_tree_remove(&m.tree[0], 0, UINT64_MAX), IOVA_OK);
	maps_expect(&m, 0, NULL);
}

/* Of mappings that reach beyond the range, the rest stays as it was. */
static void test_remove_takes_exactly_the_range(void **state)
{
	struct maps m;

	(void)state;
	maps_init(&m, 8);
	maps_insert(&m, 0, 3);
	maps_insert(&m, 4, 4);
	maps_insert(&m, 6, 9);
	assert_int_equal(iova_tree_remove(&m.tree[0], 0x2000, 0x7fff), IOVA_OK);
	maps_expect(&m, 2, (uint64_t[][2]){ { 0, 1 }, { 8, 9 } });
	assert_int_equal(iova_pool_left(&m.pool), 6);
	assert_int_equal(iova_tree_remove(&m.tree[0], 0x2000, 0x7fff),
			 IOVA_NOT_FOUND);
	assert_int_equal(iova_tree_remove(&m.tree[0], 1, 0), IOVA_INVALID);
}

static void test_remove_splits(void **state)
{
	struct maps m;

	(void)state;
	maps_init(&m, 2);
	maps_insert(&m, 1, 5);
	assert_int_equal(iova_tree_remove(&m.tree[0], 0x3000, 0x3fff), IOVA_OK);
	maps_expect(&m, 2, (uint64_t[][2]){ { 1, 2 }, { 4, 5 } });
}

static void test_a_split_needs_a_node(void **state)
{
	struct iova_map gone = { .cookie = 99 };
	struct maps m;

	(void)state;
	maps_init(&m, 1);
	maps_insert(&m, 1, 5);
	assert_int_equal(iova_tree_remove(&m.tree[0], 0x3000, 0x3fff),
			 IOVA_NO_SPACE);
	assert_int_equal(iova_tree_remove_next(&m.tree[0], 0x3000, 0x3fff,
					       &gone),
			 IOVA_NO_SPACE);
	assert_int_equal(gone.cookie, 99);
	maps_expect(&m, 1, (uint64_t[][2]){ { 1, 5 } });
	assert_int_equal(iova_tree_remove(&m.tree[0], 0x3000, 0x5fff), IOVA_OK);
	maps_expect(&m, 1, (uint64_t[][2]){ { 1, 2 } });
}

static void test_remove_step_by_step(void **state)
{
	struct iova_map gone;
	struct maps m;

	(void)state;
	maps_init(&m, 8);
	maps_insert(&m, 1, 2);
	maps_insert(&m, 4, 5);
	assert_int_equal(iova_tree_remove_next(&m.tree[0], 0x2000, 0x4fff,
					       &gone),
			 IOVA_OK);
	assert_int_equal(gone.iova, 0x2000);
	assert_int_equal(gone.last, 0x2fff);
	assert_int_equal(gone.translated, (MAPS_TO + 2) << 12);
	assert_int_equal(iova_tree_remove_next(&m.tree[0], 0x2000, 0x4fff,
					       &gone),
			 IOVA_OK);
	assert_int_equal(gone.iova, 0x4000);
	assert_int_equal(gone.last, 0x4fff);
	assert_int_equal(iova_tree_remove_next(&m.tree[0], 0x2000, 0x4fff,
					       &gone),
			 IOVA_NOT_FOUND);
	maps_expect(&m, 2, (uint64_t[][2]){ { 1, 1 }, { 5, 5 } });
}

/* As a client that may not be bisected needs it. */
static void test_remove_whole_mappings(void **state)
{
	struct iova_map gone;
	struct maps m;

	(void)state;
	maps_init(&m, 4);
	maps_insert(&m, 0, 0);
	maps_insert(&m, 1, 3);
	maps_insert(&m, 4, 4);
	maps_insert(&m, 6, 9);
	assert_int_equal(iova_tree_remove_whole_next(&m.tree[0], 0x2000, 0x6fff,
						     &gone),
			 IOVA_OK);
	assert_int_equal(gone.iova, 0x1000);
	assert_int_equal(gone.last, 0x3fff);
	assert_int_equal(iova_tree_remove_whole(&m.tree[0], 0x2000, 0x6fff),
			 IOVA_OK);
	maps_expect(&m, 1, (uint64_t[][2]){ { 0, 0 } });
	assert_int_equal(iova_tree_remove_whole(&m.tree[0], 0x2000, 0x6fff),
			 IOVA_NOT_FOUND);
	assert_int_equal(iova_tree_remove_whole_next(&m.tree[0], 2, 1, &gone),
			 IOVA_INVALID);
}

/* Both trees take from one pool, and what one gives back the other can use. */
static void test_trees_share_the_pool(void **state)
{
	struct iova_map map = maps_of(7, 7);
	struct maps m;

	(void)state;
	maps_init_plain(&m, 3);
	maps_insert(&m, 1, 1);
	maps_insert(&m, 3, 3);
	assert_int_equal(iova_tree_insert(&m.tree[1], &map), IOVA_OK);
	map = maps_of(8, 8);
	assert_int_equal(iova_tree_insert(&m.tree[1], &map), IOVA_NO_SPACE);
	iova_tree_clear(&m.tree[0]);
	assert_int_equal(iova_pool_left(&m.pool), 2);
	maps_expect(&m, 0, NULL);
	assert_int_equal(iova_tree_insert(&m.tree[1], &map), IOVA_OK);
	iova_tree_clear(&m.tree[0]);
	maps_check(&m);
	assert_int_equal(iova_tree_count(&m.tree[1]), 2);
}

int iova_tree_tests(void)
{
	const struct CMUnitTest tests[] = {
		UNIT(test_a_pool_needs_its_arrays),
		UNIT(test_neighbours_stay_apart),
		UNIT(test_insert_refuses_overlap),
		UNIT(test_insert_refuses_what_is_no_mapping),
		UNIT(test_the_whole_address_space),
		UNIT(test_remove_takes_exactly_the_range),
		UNIT(test_remove_splits),
		UNIT(test_a_split_needs_a_node),
		UNIT(test_remove_step_by_step),
		UNIT(test_remove_whole_mappings),
		UNIT(test_trees_share_the_pool),
	};

	return cmocka_run_group_tests_name("iova_tree", tests, NULL, NULL);
}
