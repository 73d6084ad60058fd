/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */
/*
 * usage: iova_exhaust
 * Every small case, beside the model: every set of mappings of CELLS cells,
 * inserted in every order, with every number of nodes left from none on, and
 * then every operation with every argument; and every order of removing after
 * every order of inserting.
 */

#include "world.h"

#include <stdio.h>
#include <string.h>

#define CELLS    5U
#define ORDERED  6U /* mappings, for orders of inserting and removing */
#define MOST_MAP 6U

/* A set of mappings, and the order in which they are inserted. */
struct set {
	unsigned int count;
	struct iova_map map[MOST_MAP];
};

static uint64_t cases;
static unsigned int shift; /* a cell has 2^shift addresses */

static uint64_t first_of(unsigned int cell)
{
	return (uint64_t)cell << shift;
}

static uint64_t last_of(unsigned int cell)
{
	return first_of(cell) + (UINT64_C(1) << shift) - 1;
}

/* Mappings lead backwards, some of them to the same place. */
static struct iova_map map_of(unsigned int first, unsigned int last)
{
	return (struct iova_map){
		.iova = first_of(first),
		.last = last_of(last),
		.translated = first_of((CELLS - 1 - last) / 2 * 2),
		.perm = 1,
		.cookie = (uint8_t)first,
	};
}

static void do_step(struct world *w, const struct step *s)
{
	world_do(w, s);
	cases++;
}

/* ---- One state, every operation ---------------------------------------- */

static void build(struct world *w, const struct set *set, uint32_t left,
		  bool reverse)
{
	world_init(w, 1, set->count + left, reverse);
	for (unsigned int i = 0; i < set->count; i++) {
		struct step s = { .op = OP_INSERT, .map = set->map[i] };

		do_step(w, &s);
	}
}

static bool changes(enum op op)
{
	return op <= OP_WHOLE_NEXT || op == OP_ALLOC || op == OP_CLEAR;
}

static void do_range(const struct set *set, uint32_t left, enum op op,
		     unsigned int first, unsigned int last)
{
	struct step s = { .op = op, .map = map_of(first, last) };
	static struct world w;

	s.first = first_of(first);
	s.last = last_of(last);
	s.want = (struct iova_hole){ s.first, UINT64_MAX, 0, 1 };
	build(&w, set, left, true);
	do_step(&w, &s);
	/* Half a cell in at both ends. */
	if (shift && !changes(op)) {
		s.first += UINT64_C(1) << (shift - 1);
		s.last -= UINT64_C(1) << (shift - 1);
		do_step(&w, &s);
	}
	for (unsigned int cells = 1; cells <= CELLS && op >= OP_HOLE; cells++) {
		s.want.end = s.last;
		s.want.span = last_of(cells - 1);
		s.want.align = UINT64_C(1) << (shift + (cells & 1));
		do_step(&w, &s);
	}
	world_free(&w);
}

static void every_operation(const struct set *set)
{
	for (uint32_t left = 0; left < 2; left++)
		for (enum op op = 0; op < OPS; op++)
			for (unsigned int first = 0; first < CELLS; first++)
				for (unsigned int last = first; last < CELLS;
				     last++)
					if (set->count + left)
						do_range(set, left, op, first,
							 last);
}

/* ---- Every order ------------------------------------------------------- */

static void swap(struct iova_map *a, struct iova_map *b)
{
	struct iova_map kept = *a;

	*a = *b;
	*b = kept;
}

/* Calls @visit for each order of set->map[from...]. */
static void permute(struct set *set, unsigned int from,
		    void (*visit)(const struct set *set))
{
	if (from >= set->count) {
		visit(set);
		return;
	}
	for (unsigned int i = from; i < set->count; i++) {
		swap(&set->map[from], &set->map[i]);
		permute(set, from + 1, visit);
		swap(&set->map[from], &set->map[i]);
	}
}

/* Every set: a cell is free, or a mapping of some cells begins there. */
static void every_set(struct set *set, unsigned int cell)
{
	if (cell >= CELLS) {
		permute(set, 0, every_operation);
		return;
	}
	every_set(set, cell + 1);
	for (unsigned int last = cell; last < CELLS; last++) {
		set->map[set->count++] = map_of(cell, last);
		every_set(set, last + 1);
		set->count--;
	}
}

/* ---- Removing in every order ------------------------------------------- */

static struct set inserted;

static void remove_all(const struct set *removed)
{
	static struct world w;

	build(&w, &inserted, 0, true);
	for (unsigned int i = 0; i < removed->count; i++) {
		struct step s = { .op = OP_REMOVE,
				  .first = removed->map[i].iova,
				  .last = removed->map[i].last };

		do_step(&w, &s);
	}
	world_free(&w);
}

static void every_removal(const struct set *set)
{
	struct set removed = *set;

	inserted = *set;
	permute(&removed, 0, remove_all);
}

int main(void)
{
	static const unsigned int shifts[] = { 0, 12, 61 };
	struct set set = { .count = 0 };

	for (unsigned int i = 0; i < sizeof(shifts) / sizeof(shifts[0]); i++) {
		shift = shifts[i];
		every_set(&set, 0);
	}
	shift = 12;
	for (unsigned int cell = 0; cell < ORDERED; cell++)
		set.map[set.count++] = (struct iova_map){
			.iova = first_of(2 * cell),
			.last = last_of(2 * cell),
			.translated = first_of(cell * 5 % ORDERED),
			.perm = 1,
		};
	permute(&set, 0, every_removal);
	printf("%llu cases\n", (unsigned long long)cases);
	return 0;
}
