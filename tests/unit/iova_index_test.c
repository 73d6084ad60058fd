/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */
/*
 * Balance under iova_tree: height, and order of insertion and removal. That
 * nodes lean as they say and know the best of their subtree is checked after
 * each operation (maps_check).
 */

#include "maps.h"

#include "iova_check.h"

/* No AVL tree of n nodes is higher: h nodes need fibonacci(h + 2) - 1. */
static unsigned int highest(uint64_t nodes)
{
	uint64_t needs = 1, next = 2;
	unsigned int height = 0;

	while (needs <= nodes) {
		uint64_t sum = needs + next + 1;

		height++;
		needs = next;
		next = sum;
	}
	return height;
}

static uint64_t order_up(unsigned int i)
{
	return i;
}

static uint64_t order_down(unsigned int i)
{
	return 63 - i;
}

/* From both ends to the middle. */
static uint64_t order_in(unsigned int i)
{
	return i % 2 ? 63 - i / 2 : i / 2;
}

/* Odd multipliers visit each of 64 once. */
static uint64_t order_mixed(unsigned int i)
{
	return i * 37 % 64;
}

static uint64_t (*const orders[])(unsigned int) = { order_up, order_down,
						    order_in, order_mixed };

#define ORDERS (sizeof(orders) / sizeof(orders[0]))

static void test_height_is_logarithmic(void **state)
{
	struct maps m;

	(void)state;
	for (size_t order = 0; order < ORDERS; order++) {
		maps_init(&m, 64);
		for (unsigned int i = 0; i < 64; i++) {
			maps_insert(&m, orders[order](i), orders[order](i));
			assert_true(iova_check_height(&m.tree[0]) <=
				    highest(i + 1));
		}
		assert_true(iova_check_height(&m.tree[0]) >= 7);
	}
}

static void test_removal_in_any_order(void **state)
{
	struct maps m;

	(void)state;
	for (size_t order = 0; order < ORDERS * ORDERS; order++) {
		maps_init(&m, 64);
		for (unsigned int i = 0; i < 64; i++) {
			uint64_t page = orders[order / ORDERS](i);

			maps_insert(&m, page, page);
		}
		for (unsigned int i = 0; i < 64; i++) {
			uint64_t at = orders[order % ORDERS](i) << 12;

			assert_int_equal(iova_tree_remove(&m.tree[0], at,
							  at + 0xfff),
					 IOVA_OK);
			maps_check(&m);
			assert_true(iova_check_height(&m.tree[0]) <=
				    highest(63 - i));
		}
	}
}

/* The highest tree of 2^32 - 1 nodes fits the path. */
static void test_the_path_is_long_enough(void **state)
{
	(void)state;
	assert_int_equal(highest(UINT32_MAX), IOVA_TREE_HEIGHT);
}

int iova_index_tests(void)
{
	const struct CMUnitTest tests[] = {
		UNIT(test_height_is_logarithmic),
		UNIT(test_removal_in_any_order),
		UNIT(test_the_path_is_long_enough),
	};

	return cmocka_run_group_tests_name("iova_index", tests, NULL, NULL);
}
