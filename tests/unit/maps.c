/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "maps.h"

#include "iova_check.h"

static void init(struct maps *m, uint32_t count, bool reverse)
{
	const struct iova_memory memory = {
		.forward = m->forward,
		.nodes = m->nodes,
		.reverse = reverse ? m->reverse : NULL,
		.entries = count + 1,
	};

	assert_int_equal(iova_pool_init(&m->pool, &memory), IOVA_OK);
	iova_tree_init(&m->tree[0], &m->pool);
	iova_tree_init(&m->tree[1], &m->pool);
}

void maps_init(struct maps *m, uint32_t count)
{
	init(m, count, true);
}

void maps_init_plain(struct maps *m, uint32_t count)
{
	init(m, count, false);
}

struct iova_map maps_of(uint64_t first, uint64_t last)
{
	return (struct iova_map){
		.iova = first << VTD_PAGE_SHIFT,
		.last = (last << VTD_PAGE_SHIFT) + VTD_PAGE_SIZE - 1,
		.translated = (MAPS_TO + first) << VTD_PAGE_SHIFT,
		.perm = 3,
		.cookie = (uint8_t)first,
	};
}

void maps_insert(struct maps *m, uint64_t first, uint64_t last)
{
	const struct iova_map map = maps_of(first, last);

	assert_int_equal(iova_tree_insert(&m->tree[0], &map), IOVA_OK);
	maps_check(m);
}

void maps_expect(const struct maps *m, unsigned int count,
		 const uint64_t pages[][2])
{
	uint32_t place = iova_tree_seek(&m->tree[0], 0);
	struct iova_map map;

	maps_check(m);
	assert_int_equal(iova_tree_count(&m->tree[0]), count);
	for (unsigned int i = 0; i < count; i++) {
		struct iova_map expected = maps_of(pages[i][0], pages[i][1]);

		assert_int_not_equal(place, 0);
		iova_tree_get(&m->tree[0], place, &map);
		assert_int_equal(map.iova, expected.iova);
		assert_int_equal(map.last, expected.last);
		assert_int_equal(map.translated, expected.translated);
		assert_int_equal(map.perm, expected.perm);
		place = iova_tree_next(&m->tree[0], place);
	}
	assert_int_equal(place, 0);
}

void maps_check(const struct maps *m)
{
	const char *wrong = iova_check(&m->pool, m->tree, 2);

	if (wrong)
		fail_msg("%s", wrong);
}
