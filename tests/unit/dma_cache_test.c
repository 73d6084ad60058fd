/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */
/*
 * Context cache and paging-structure cache (6.2.2, 6.2.5): what was filled is
 * found, under its own name only, and what was dropped is gone.
 */

#include "groups.h"

#include "dma.h"

#define SPACE UINT64_C(7)
#define TABLE UINT64_C(0x123456000)

static unsigned int find(struct bench *b, uint64_t space, uint64_t addr,
			 uint64_t *table)
{
	const struct vtd_table *found;
	unsigned int level = dma_cache_find(b->v, space, addr, &found);

	*table = level ? found->table : 0;
	return level;
}

static void assert_nothing(struct bench *b, uint64_t space, uint64_t addr)
{
	uint64_t table;

	assert_int_equal(find(b, space, addr, &table), 0);
}

static void assert_found(struct bench *b, uint64_t addr, unsigned int level,
			 uint64_t want)
{
	uint64_t table;

	assert_int_equal(find(b, SPACE, addr, &table), level);
	assert_int_equal(table, want);
}

static void test_empty_finds_nothing(void **state)
{
	struct bench *b = *state;

	for (unsigned int bit = 0; bit < 64; bit++) {
		assert_nothing(b, 1, UINT64_C(1) << bit);
		assert_nothing(b, SPACE, UINT64_C(1) << bit);
	}
}

/* A table of level n covers 2^(12 + 9 n) bytes. */
static void test_table_serves_its_region_only(void **state)
{
	struct bench *b = *state;

	for (unsigned int level = 1; level < VTD_SS_LEVELS; level++) {
		uint64_t region = UINT64_C(1) << (12 + 9 * level);
		uint64_t addr = 5 * region;

		dma_cache_init(b->v);
		dma_cache_fill(b->v, SPACE, level, addr, TABLE | VTD_SS_RW);
		assert_found(b, addr, level, TABLE | VTD_SS_RW);
		assert_found(b, addr + region - 1, level, TABLE | VTD_SS_RW);
		assert_nothing(b, SPACE, addr - 1);
		assert_nothing(b, SPACE, addr + region);
	}
}

static void test_space_is_part_of_the_name(void **state)
{
	struct bench *b = *state;

	for (unsigned int level = 1; level < VTD_SS_LEVELS; level++)
		dma_cache_fill(b->v, SPACE, level, IOVA, TABLE);
	for (uint64_t space = 0; space < 2000; space++)
		if (space != SPACE && space)
			assert_nothing(b, space, IOVA);
}

/* The lowest level known saves the most reads. */
static void test_lowest_level_wins(void **state)
{
	struct bench *b = *state;

	for (unsigned int level = VTD_SS_LEVELS - 1; level > 0; level--) {
		dma_cache_fill(b->v, SPACE, level, IOVA,
			       TABLE + level * VTD_PAGE_SIZE);
		assert_found(b, IOVA, level, TABLE + level * VTD_PAGE_SIZE);
	}
}

static void test_newer_fill_replaces(void **state)
{
	struct bench *b = *state;

	dma_cache_fill(b->v, SPACE, 1, IOVA, TABLE | VTD_SS_R);
	dma_cache_fill(b->v, SPACE, 1, IOVA, TABLE + VTD_PAGE_SIZE);
	assert_found(b, IOVA, 1, TABLE + VTD_PAGE_SIZE);
}

/* Filled far beyond its size the cache may forget, but never lies. */
static void test_overfull_cache_never_lies(void **state)
{
	struct bench *b = *state;
	unsigned int hits = 0;

	for (uint64_t i = 0; i < 4 * VTD_LEAF_TABLES; i++)
		dma_cache_fill(b->v, 1 + i % 3, 1, i << 21, i << 12);
	for (uint64_t i = 0; i < 4 * VTD_LEAF_TABLES; i++) {
		uint64_t table;

		if (!find(b, 1 + i % 3, i << 21, &table))
			continue;
		assert_int_equal(table, i << 12);
		hits++;
	}
	assert_true(hits > 0 && hits <= VTD_LEAF_TABLES);
}

static void keep_context(struct bench *b, uint16_t sid)
{
	uint64_t key = VTD_PUT(GATE_WORK0_SID, sid);
	struct vtd_context *c = dma_cache_context(b->v, key);

	c->key = key;
	c->epoch = b->v->epoch;
}

static bool knows_context(struct bench *b, uint16_t sid)
{
	uint64_t key = VTD_PUT(GATE_WORK0_SID, sid);

	return dma_cache_holds(b->v, dma_cache_context(b->v, key), key);
}

static void test_no_context_is_known_at_start(void **state)
{
	struct bench *b = *state;

	for (unsigned int sid = 0; sid <= UINT16_MAX; sid++)
		assert_false(knows_context(b, (uint16_t)sid));
}

static void test_context_is_known_by_source_id(void **state)
{
	struct bench *b = *state;
	unsigned int known = 0;

	keep_context(b, SID);
	for (unsigned int sid = 0; sid <= UINT16_MAX; sid++)
		known += knows_context(b, (uint16_t)sid);
	assert_true(knows_context(b, SID));
	assert_int_equal(known, 1);
}

#define WITH(pasid) (GATE_WORK0_SSIDV | VTD_PUT(GATE_WORK0_SSID, pasid))

/* Every part of the key counts: PASID, its presence, and the privilege. */
static void test_context_is_known_by_its_whole_key(void **state)
{
	static const uint64_t keys[] = {
		0,
		GATE_WORK0_PRIV,
		WITH(0),
		WITH(0) | GATE_WORK0_PRIV,
		WITH(1),
		WITH(0x80000),
		WITH(0xfffff),
	};
	struct bench *b = *state;
	uint64_t sid = VTD_PUT(GATE_WORK0_SID, SID);

	for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++) {
		struct vtd_context *c = dma_cache_context(b->v, sid | keys[i]);

		assert_int_equal(keys[i] & ~DMA_KEY, 0);
		c->key = sid | keys[i];
		c->epoch = b->v->epoch;
		for (size_t j = 0; j < sizeof(keys) / sizeof(keys[0]); j++)
			assert_true(
				dma_cache_holds(
					b->v,
					dma_cache_context(b->v, sid | keys[j]),
					sid | keys[j]) == (i == j) ||
				c != dma_cache_context(b->v, sid | keys[j]));
	}
}

/* PASIDs of one source, and sources with one PASID, do not crowd together. */
static void test_contexts_spread(void **state)
{
	struct bench *b = *state;

	for (uint64_t n = 1; n < VTD_CONTEXTS; n++) {
		assert_ptr_not_equal(dma_cache_context(b->v, WITH(7)),
				     dma_cache_context(b->v, WITH(7 ^ n)));
		assert_ptr_not_equal(
			dma_cache_context(b->v, WITH(7)),
			dma_cache_context(
				b->v, WITH(7) | VTD_PUT(GATE_WORK0_SID, n)));
	}
}

/* PRIV means nothing without a PASID: both values go. */
static void test_drop_context_whatever_the_privilege(void **state)
{
	struct bench *b = *state;
	uint64_t key = VTD_PUT(GATE_WORK0_SID, SID) | GATE_WORK0_PRIV;
	struct vtd_context *c = dma_cache_context(b->v, key);

	c->key = key;
	c->epoch = b->v->epoch;
	dma_cache_drop_context(b->v, SID);
	assert_false(dma_cache_holds(b->v, c, key));
}

static void test_drop_context_spares_the_one_in_its_place(void **state)
{
	struct bench *b = *state;
	unsigned int other = SID + 1;

	while (dma_cache_context(b->v, VTD_PUT(GATE_WORK0_SID, other)) !=
	       dma_cache_context(b->v, VTD_PUT(GATE_WORK0_SID, SID)))
		other++;
	keep_context(b, SID);
	dma_cache_drop_context(b->v, (uint16_t)other);
	assert_true(knows_context(b, SID));
	dma_cache_drop_context(b->v, SID);
	assert_false(knows_context(b, SID));
}

static void test_drop_contexts_takes_all(void **state)
{
	struct bench *b = *state;

	for (unsigned int sid = 0; sid <= UINT16_MAX; sid++)
		keep_context(b, (uint16_t)sid);
	dma_cache_drop_contexts(b->v);
	for (unsigned int sid = 0; sid <= UINT16_MAX; sid++)
		assert_false(knows_context(b, (uint16_t)sid));
}

int dma_cache_tests(void)
{
	static const struct CMUnitTest tests[] = {
		UNIT(test_empty_finds_nothing),
		UNIT(test_table_serves_its_region_only),
		UNIT(test_space_is_part_of_the_name),
		UNIT(test_lowest_level_wins),
		UNIT(test_newer_fill_replaces),
		UNIT(test_overfull_cache_never_lies),
		UNIT(test_no_context_is_known_at_start),
		UNIT(test_context_is_known_by_source_id),
		UNIT(test_drop_context_spares_the_one_in_its_place),
		UNIT(test_drop_contexts_takes_all),
		UNIT(test_context_is_known_by_its_whole_key),
		UNIT(test_contexts_spread),
		UNIT(test_drop_context_whatever_the_privilege),
	};

	return cmocka_run_group_tests_name("dma_cache", tests, NULL, NULL);
}
