/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */
/*
 * Firmware that measures iova_tree on the core and does nothing else: cycles
 * an operation, one line for each pool. It becomes ready when it is done.
 */

#include "hal_gate.h"
#include "hal_time.h"
#include "iova_tree.h"
#include "print.h"

#define MAPS   1024U
#define SAMPLE 64U
/* Odd, so that its multiples visit each of 2^n pages once. */
#define STRIDE 1237U

static struct vtd_port port;
static _Alignas(64) struct iova_branch forward[MAPS + 1];
static _Alignas(64) struct iova_node nodes[MAPS + 1];
static _Alignas(64) struct iova_branch reverse[MAPS + 1];
static struct iova_pool pool;
static struct iova_tree tree;
static unsigned long failures;

struct cycles {
	uint64_t find, next, remove, insert, reverse, hole;
};

static void check(int err)
{
	failures += err != IOVA_OK;
}

/*
 * Every other page; before the last one there is a hole of two, which first
 * fit has to look for. Frames are in another order.
 */
static struct iova_map map_at(uint32_t page, uint32_t maps)
{
	uint64_t iova = (2 * page + (page == maps - 1)) * VTD_PAGE_SIZE;

	return (struct iova_map){
		.iova = iova,
		.last = iova + VTD_PAGE_SIZE - 1,
		.translated = (page * STRIDE & (maps - 1)) * VTD_PAGE_SIZE,
		.perm = 3,
	};
}

static uint64_t fill(uint32_t maps, bool with_reverse)
{
	const struct iova_memory memory = { forward, nodes,
					    with_reverse ? reverse : NULL,
					    maps + 1 };
	uint64_t since;

	check(iova_pool_init(&pool, &memory));
	iova_tree_init(&tree, &pool);
	since = hal_time_cycles();
	for (uint32_t page = 0; page < maps; page++) {
		const struct iova_map map = map_at(page, maps);

		check(iova_tree_insert(&tree, &map));
	}
	return (hal_time_cycles() - since) / maps;
}

static uint64_t lap(uint64_t *since)
{
	uint64_t now = hal_time_cycles();
	uint64_t cycles = now - *since;

	*since = now;
	return cycles;
}

static void sample(const struct iova_map *map, struct cycles *c)
{
	const struct iova_hole want = { 0, UINT64_MAX, 2 * VTD_PAGE_SIZE - 1,
					1 };
	struct iova_map found;
	uint64_t iova;
	uint32_t place;
	uint64_t since = hal_time_cycles();

	check(iova_tree_find(&tree, map->iova, &found));
	c->find += lap(&since);
	check(iova_tree_find_hole(&tree, &want, &iova));
	c->hole += lap(&since);
	check(iova_tree_remove(&tree, map->iova, map->last));
	c->remove += lap(&since);
	check(iova_tree_insert(&tree, map));
	c->insert += lap(&since);
	place = iova_tree_seek(&tree, map->iova);
	since = hal_time_cycles();
	place = iova_tree_next(&tree, place);
	if (place)
		iova_tree_get(&tree, place, &found);
	c->next += lap(&since);
	failures += found.perm != 3;
	if (!pool.memory.reverse)
		return;
	check(iova_tree_find_translated(&tree, map->translated, map->translated,
					&found));
	c->reverse += lap(&since);
}

static void measure(uint32_t maps, bool with_reverse)
{
	uint64_t append = fill(maps, with_reverse);
	struct cycles c = { 0 };

	for (uint32_t i = 0; i < SAMPLE; i++) {
		const struct iova_map map =
			map_at(i * STRIDE & (maps - 1), maps);

		sample(&map, &c);
	}
	print("iova %u %u %lu %lu %lu %lu %lu %lu %lu\n", maps, with_reverse,
	      append, c.insert / SAMPLE, c.remove / SAMPLE, c.find / SAMPLE,
	      c.next / SAMPLE, c.hole / SAMPLE, c.reverse / SAMPLE);
}

int main(void)
{
	static const uint32_t sizes[] = { 16, 256, MAPS };

	for (unsigned int i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
		measure(sizes[i], false);
		measure(sizes[i], true);
	}
	print("iova failures %lu\n", failures);
	if (hal_gate_init(&port))
		print("no gate\n");
	hal_gate_ready();
	print("ready at cycle %lu\n", hal_time_cycles());
	for (;;)
		;
}
