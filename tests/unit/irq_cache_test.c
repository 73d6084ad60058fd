/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */
/*
 * The interrupt-entry cache: what is found, and what each invalidation of
 * 6.5.2.7 takes out and leaves.
 */

#include "groups.h"

#include "irq.h"

#define INDICES 0x10000U

static const uint64_t entry[2] = { 0x1234, 0x5678 };

static bool known(struct bench *b, unsigned int index)
{
	return irq_cache_find(b->v, index);
}

static void test_nothing_is_known_at_first(void **state)
{
	for (unsigned int index = 0; index < INDICES; index++)
		assert_false(known(*state, index));
}

static void test_found_by_its_index_alone(void **state)
{
	struct bench *b = *state;

	irq_cache_fill(b->v, 5, entry);
	assert_memory_equal(irq_cache_find(b->v, 5)->entry, entry,
			    sizeof(entry));
	for (unsigned int index = 0; index < INDICES; index++)
		assert_int_equal(known(b, index), index == 5);
}

static void test_last_one_wins_a_slot(void **state)
{
	struct bench *b = *state;

	irq_cache_fill(b->v, 5, entry);
	irq_cache_fill(b->v, 5 + VTD_IRTES, entry);
	assert_false(known(b, 5));
	assert_true(known(b, 5 + VTD_IRTES));
}

static void fill_block(struct bench *b, unsigned int first)
{
	for (unsigned int i = 0; i < VTD_IRTES; i++)
		irq_cache_fill(b->v, first + i, entry);
}

static void test_drop_all(void **state)
{
	struct bench *b = *state;

	fill_block(b, 0x8000);
	irq_cache_drop_all(b->v);
	for (unsigned int index = 0; index < INDICES; index++)
		assert_false(known(b, index));
	irq_cache_fill(b->v, 7, entry);
	assert_true(known(b, 7));
}

/* Every mask, at both ends of the table and with low bits that are masked. */
static void test_drop_by_index(void **state)
{
	static const unsigned int indices[] = { 0, 7, 0x8025, 0xffff };
	struct bench *b = *state;

	for (unsigned int im = 0; im < 16; im++)
		for (unsigned int i = 0; i < 4; i++) {
			unsigned int first = indices[i] & ~(VTD_IRTES - 1);
			unsigned int mask = (1U << im) - 1;

			fill_block(b, first);
			irq_cache_drop(b->v, indices[i], im);
			for (unsigned int n = first; n < first + VTD_IRTES; n++)
				assert_int_equal(known(b, n),
						 (n | mask) !=
							 (indices[i] | mask));
		}
}

/* What shares the slot stays. */
static void test_drop_spares_other_indices(void **state)
{
	struct bench *b = *state;

	irq_cache_fill(b->v, 5 + VTD_IRTES, entry);
	irq_cache_drop(b->v, 5, 0);
	irq_cache_drop(b->v, 5, 6);
	assert_true(known(b, 5 + VTD_IRTES));
	irq_cache_drop(b->v, 5, 7);
	assert_false(known(b, 5 + VTD_IRTES));
}

int irq_cache_tests(void)
{
	static const struct CMUnitTest tests[] = {
		UNIT(test_nothing_is_known_at_first),
		UNIT(test_found_by_its_index_alone),
		UNIT(test_last_one_wins_a_slot),
		UNIT(test_drop_all),
		UNIT(test_drop_by_index),
		UNIT(test_drop_spares_other_indices),
	};

	return cmocka_run_group_tests_name("irq_cache", tests, NULL, NULL);
}
