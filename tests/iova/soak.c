/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */
/*
 * usage: iova_soak OPERATIONS [SEED]
 * Random operations on trees that share a pool, beside the model. Addresses
 * are cells of a small grid, so that ranges meet; the grid lies low, high, at
 * the end of the address space or is all of it.
 */

#include "../fuzz/rng.h"
#include "world.h"

#include <stdio.h>
#include <stdlib.h>

#define CELLS 256U

/* Each result that can be must have been seen so often. */
#define SEEN_ENOUGH 100U

struct grid {
	uint64_t base;
	unsigned int shift; /* a cell has 2^shift addresses */
	unsigned int cells;
	unsigned int longest;
};

static uint64_t cell(const struct grid *g, unsigned int n)
{
	return g->base + ((uint64_t)n << g->shift);
}

static void pick_range(struct rng *r, const struct grid *g, uint64_t *first,
		       uint64_t *last)
{
	unsigned int from = rng_below(r, g->cells);
	unsigned int cells = 1 + rng_below(r, g->longest);

	if (rng_percent(r, 2))
		cells = CELLS;
	if (cells > g->cells - from)
		cells = g->cells - from;
	*first = cell(g, from);
	*last = cell(g, from + cells - 1) + (UINT64_C(1) << g->shift) - 1;
	if (rng_percent(r, 1)) {
		uint64_t swapped = *first;

		*first = *last;
		*last = swapped;
	}
}

static void pick_map(struct rng *r, const struct grid *g, struct iova_map *map)
{
	uint64_t last;

	pick_range(r, g, &map->iova, &map->last);
	pick_range(r, g, &map->translated, &last);
	map->perm = (uint8_t)(rng_percent(r, 1) ? 0 : 1 + rng_below(r, 3));
	map->cookie = (uint8_t)rng_u64(r);
}

static void pick_hole(struct rng *r, const struct grid *g,
		      struct iova_hole *want)
{
	uint64_t last;

	pick_range(r, g, &want->begin, &want->end);
	pick_range(r, g, &last, &want->span);
	if (rng_percent(r, 50))
		want->end = UINT64_MAX;
	if (rng_percent(r, 50))
		want->begin = 0;
	want->span -= last;
	if (rng_percent(r, 2))
		want->span = rng_u64(r);
	want->align = UINT64_C(1) << rng_below(r, 64);
	if (rng_percent(r, 60))
		want->align = UINT64_C(1) << g->shift << rng_below(r, 4);
	if (rng_percent(r, 1))
		want->align = rng_u64(r);
}

/* Inserts make up for what removals take, until the pool is empty. */
static enum op pick_op(struct rng *r)
{
	uint32_t n = rng_below(r, 1000);

	if (n < 400)
		return OP_INSERT;
	if (n < 460)
		return OP_ALLOC;
	if (n == 999)
		return OP_CLEAR;
	return (enum op[]){ OP_REMOVE,     OP_REMOVE_NEXT, OP_WHOLE_NEXT,
			    OP_WHOLE_NEXT, OP_WHOLE,       OP_FIND,
			    OP_RANGE,      OP_TRANSLATED,  OP_FURTHER,
			    OP_HOLE }[n % 10];
}

static void pick_step(struct rng *r, const struct grid *g, unsigned int trees,
		      struct step *s)
{
	*s = (struct step){ .op = pick_op(r), .tree = rng_below(r, trees) };
	pick_map(r, g, &s->map);
	pick_range(r, g, &s->first, &s->last);
	pick_hole(r, g, &s->want);
	/* Half a cell in: what is removed begins and ends anywhere. */
	if (rng_percent(r, 20) && g->shift)
		s->first += UINT64_C(1) << (g->shift - 1);
}

static void pick_grid(struct rng *r, struct grid *g)
{
	static const struct grid grids[] = {
		{ 0, 0, CELLS, 8 },
		{ 0, 12, CELLS, 8 },
		{ 0, 56, CELLS, 8 },
		{ UINT64_MAX - CELLS + 1, 0, CELLS, 8 },
		{ UINT64_MAX - (CELLS << 12) + 1, 12, CELLS, 8 },
		{ UINT64_C(1) << 63, 21, CELLS, 8 },
		{ 0, 60, 16, 16 },
	};

	*g = grids[rng_below(r, sizeof(grids) / sizeof(grids[0]))];
	g->longest = 1 + rng_below(r, g->longest);
}

/* One pool and its trees, from empty on. */
static void round_of(struct world *w, struct rng *r, unsigned int steps)
{
	unsigned int trees = 1 + rng_below(r, WORLD_TREES);
	uint32_t maps = 1 + rng_below(r, rng_percent(r, 90) ? 24 : 200);
	struct grid g;
	struct step s;

	pick_grid(r, &g);
	world_init(w, trees, maps, rng_percent(r, 75));
	while (steps--) {
		pick_step(r, &g, trees, &s);
		world_do(w, &s);
	}
	world_free(w);
}

static bool can_be(enum op op, unsigned int error)
{
	static const char reachable[OPS][6] = {
		[OP_INSERT] = "11110",      [OP_REMOVE] = "11011",
		[OP_REMOVE_NEXT] = "11011", [OP_WHOLE] = "11001",
		[OP_WHOLE_NEXT] = "11001",  [OP_FIND] = "10001",
		[OP_RANGE] = "11001",       [OP_TRANSLATED] = "11001",
		[OP_FURTHER] = "11001",     [OP_HOLE] = "11010",
		[OP_ALLOC] = "11010",       [OP_CLEAR] = "10000",
	};

	return reachable[op][error] == '1';
}

int main(int argc, char **argv)
{
	uint64_t operations = argc > 1 ? strtoull(argv[1], NULL, 0) : 1000000;
	uint64_t seed = argc > 2 ? strtoull(argv[2], NULL, 0) : 1;
	const unsigned int steps = 2000;
	static struct world w;
	int status = 0;

	for (uint64_t done = 0; done < operations; done += steps) {
		struct rng r = rng_for(seed, done);

		round_of(&w, &r, steps);
	}
	world_print(&w);
	for (unsigned int op = 0; op < OPS; op++)
		for (unsigned int error = 0; error < 5; error++)
			if (can_be(op, error) != !!w.ended[op][error] ||
			    (can_be(op, error) &&
			     w.ended[op][error] < SEEN_ENOUGH &&
			     operations >= 1000000)) {
				printf("row %u, column %u: %s\n", op, error,
				       can_be(op, error) ? "too few" : "never");
				status = 1;
			}
	return status;
}
