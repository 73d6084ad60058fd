/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "bench.h"

#include <stdlib.h>

struct world {
	struct iova_pool pool;
	struct iova_tree tree;
	size_t bytes;
};

static void *array(struct world *w, uint32_t entries, size_t size)
{
	size_t bytes = entries * size;
	void *memory = aligned_alloc(64, (bytes + 63) / 64 * 64);

	if (!memory)
		abort();
	w->bytes += bytes;
	return memory;
}

static struct world *make(uint32_t maps, bool reverse)
{
	struct world *w = malloc(sizeof(*w));
	struct iova_memory memory = { .entries = maps + 1 };

	if (!w)
		abort();
	w->bytes = sizeof(w->tree) + sizeof(w->pool);
	memory.forward = array(w, maps + 1, sizeof(*memory.forward));
	memory.nodes = array(w, maps + 1, sizeof(*memory.nodes));
	if (reverse)
		memory.reverse = array(w, maps + 1, sizeof(*memory.reverse));
	if (iova_pool_init(&w->pool, &memory))
		abort();
	iova_tree_init(&w->tree, &w->pool);
	return w;
}

static void *make_plain(uint32_t maps)
{
	return make(maps, false);
}

static void *make_reverse(uint32_t maps)
{
	return make(maps, true);
}

static void end(void *s)
{
	struct world *w = s;

	free(w->pool.memory.forward);
	free(w->pool.memory.nodes);
	free(w->pool.memory.reverse);
	free(w);
}

static void insert(void *s, const struct iova_map *map)
{
	struct world *w = s;

	if (iova_tree_insert(&w->tree, map))
		abort();
}

static void take_out(void *s, const struct iova_map *map)
{
	struct world *w = s;

	if (iova_tree_remove(&w->tree, map->iova, map->last))
		abort();
}

static uint64_t find(void *s, uint64_t iova)
{
	struct world *w = s;
	struct iova_map map;

	if (iova_tree_find(&w->tree, iova, &map))
		abort();
	return map.translated + (iova - map.iova);
}

static uint64_t reverse(void *s, uint64_t translated)
{
	struct world *w = s;
	struct iova_map map;

	if (iova_tree_find_translated(&w->tree, translated, translated, &map))
		abort();
	return map.iova + (translated - map.translated);
}

static uint64_t alloc(void *s, uint64_t bytes)
{
	struct world *w = s;
	const struct iova_hole want = { 0, UINT64_MAX, bytes - 1, 1 };
	struct iova_map map = { .perm = 3 };

	if (iova_tree_alloc(&w->tree, &want, &map))
		abort();
	take_out(w, &map);
	return map.iova;
}

static size_t bytes_of(void *s)
{
	struct world *w = s;

	return w->bytes;
}

const struct subject bench_plain = {
	.name = "iova_tree",
	.make = make_plain,
	.end = end,
	.insert = insert,
	.remove = take_out,
	.find = find,
	.alloc = alloc,
	.bytes = bytes_of,
};

const struct subject bench_reverse = {
	.name = "with reverse",
	.make = make_reverse,
	.end = end,
	.insert = insert,
	.remove = take_out,
	.find = find,
	.reverse = reverse,
	.alloc = alloc,
	.bytes = bytes_of,
};
