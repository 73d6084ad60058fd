/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "world.h"

#include "iova_check.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* What an operation said: its error and whatever it filled in. */
struct outcome {
	int err;
	struct iova_map map;
	uint64_t iova;
};

static const char *const names[OPS] = {
	[OP_INSERT] = "insert",
	[OP_REMOVE] = "remove",
	[OP_REMOVE_NEXT] = "remove_next",
	[OP_WHOLE] = "remove_whole",
	[OP_WHOLE_NEXT] = "remove_whole_next",
	[OP_FIND] = "find",
	[OP_RANGE] = "find_range",
	[OP_TRANSLATED] = "find_translated",
	[OP_FURTHER] = "next_translated",
	[OP_HOLE] = "find_hole",
	[OP_ALLOC] = "alloc",
	[OP_CLEAR] = "clear",
};

static void *array(size_t entries, size_t size)
{
	size_t bytes = entries * size;
	void *memory = aligned_alloc(64, (bytes + 63) / 64 * 64);

	if (!memory)
		abort();
	/* A pool may hold anything before. */
	memset(memory, 0xa5, bytes);
	return memory;
}

void world_init(struct world *w, unsigned int trees, uint32_t maps,
		bool reverse)
{
	struct iova_memory memory = { .entries = maps + 1 };

	w->forward = array(memory.entries, sizeof(*w->forward));
	w->nodes = array(memory.entries, sizeof(*w->nodes));
	w->reverse = NULL;
	if (reverse)
		w->reverse = array(memory.entries, sizeof(*w->reverse));
	memory.forward = w->forward;
	memory.nodes = w->nodes;
	memory.reverse = w->reverse;
	if (iova_pool_init(&w->pool, &memory))
		abort();
	w->trees = trees;
	for (unsigned int i = 0; i < trees; i++) {
		iova_tree_init(&w->tree[i], &w->pool);
		w->model[i].count = 0;
	}
}

void world_free(struct world *w)
{
	free(w->forward);
	free(w->nodes);
	free(w->reverse);
}

/* ---- Both sides -------------------------------------------------------- */

static struct outcome by_tree(struct world *w, const struct step *s)
{
	struct iova_tree *t = &w->tree[s->tree];
	struct outcome o = { 0, s->map, s->first };

	switch (s->op) {
	case OP_INSERT:
		o.err = iova_tree_insert(t, &s->map);
		break;
	case OP_REMOVE:
		o.err = iova_tree_remove(t, s->first, s->last);
		break;
	case OP_REMOVE_NEXT:
		o.err = iova_tree_remove_next(t, s->first, s->last, &o.map);
		break;
	case OP_WHOLE:
		o.err = iova_tree_remove_whole(t, s->first, s->last);
		break;
	case OP_WHOLE_NEXT:
		o.err = iova_tree_remove_whole_next(t, s->first, s->last,
						    &o.map);
		break;
	case OP_FIND:
		o.err = iova_tree_find(t, s->first, &o.map);
		break;
	case OP_RANGE:
		o.err = iova_tree_find_range(t, s->first, s->last, &o.map);
		break;
	case OP_TRANSLATED:
		o.err = iova_tree_find_translated(t, s->first, s->last, &o.map);
		break;
	case OP_FURTHER:
		o.err = iova_tree_next_translated(t, s->first, s->last, &o.map);
		break;
	case OP_HOLE:
		o.err = iova_tree_find_hole(t, &s->want, &o.iova);
		break;
	case OP_ALLOC:
		o.err = iova_tree_alloc(t, &s->want, &o.map);
		break;
	default:
		iova_tree_clear(t);
	}
	return o;
}

static struct outcome alloc_by_model(struct model *m, const struct step *s,
				     uint32_t left)
{
	struct outcome o = { 0, s->map, s->first };
	struct iova_map map = s->map;

	o.err = model_hole(m, &s->want, &map.iova);
	if (o.err)
		return o;
	map.last = map.iova + s->want.span;
	o.err = model_insert(m, &map, left);
	if (!o.err)
		o.map = map;
	return o;
}

static struct outcome by_model(struct world *w, const struct step *s,
			       uint32_t left)
{
	struct model *m = &w->model[s->tree];
	struct outcome o = { 0, s->map, s->first };
	bool further = s->op == OP_FURTHER;

	switch (s->op) {
	case OP_INSERT:
		o.err = model_insert(m, &s->map, left);
		break;
	case OP_REMOVE:
		o.err = model_remove(m, s->first, s->last, left);
		break;
	case OP_REMOVE_NEXT:
		o.err = model_remove_next(m, s->first, s->last, left, &o.map);
		break;
	case OP_WHOLE:
		o.err = model_remove_whole(m, s->first, s->last);
		break;
	case OP_WHOLE_NEXT:
		o.err = model_remove_whole_next(m, s->first, s->last, &o.map);
		break;
	case OP_FIND:
		o.err = model_find_range(m, s->first, s->first, &o.map);
		break;
	case OP_RANGE:
		o.err = model_find_range(m, s->first, s->last, &o.map);
		break;
	case OP_TRANSLATED:
	case OP_FURTHER:
		o.err = IOVA_INVALID;
		if (w->reverse)
			o.err = model_translated(m, further ? &s->map : NULL,
						 s->first, s->last, &o.map);
		break;
	case OP_HOLE:
		o.err = model_hole(m, &s->want, &o.iova);
		break;
	case OP_ALLOC:
		return alloc_by_model(m, s, left);
	default:
		m->count = 0;
	}
	return o;
}

/* ---- Comparison -------------------------------------------------------- */

static void print_map(const char *what, const struct iova_map *map)
{
	fprintf(stderr,
		"%s [%" PRIx64 ", %" PRIx64 "] -> %" PRIx64 " perm %u cookie "
		"%u\n",
		what, map->iova, map->last, map->translated, map->perm,
		map->cookie);
}

static _Noreturn void fail(const struct step *s, const char *what,
			   const struct outcome *got,
			   const struct outcome *expected)
{
	fprintf(stderr,
		"%s of tree %u: %s\nrange [%" PRIx64 ", %" PRIx64 "]\n"
		"hole [%" PRIx64 ", %" PRIx64 "] span %" PRIx64
		" align %" PRIx64 "\n",
		names[s->op], s->tree, what, s->first, s->last, s->want.begin,
		s->want.end, s->want.span, s->want.align);
	print_map("given", &s->map);
	fprintf(stderr,
		"error %d, expected %d; iova %" PRIx64 ", %" PRIx64 "\n",
		got->err, expected->err, got->iova, expected->iova);
	print_map("got", &got->map);
	print_map("expected", &expected->map);
	exit(1);
}

static bool same(const struct iova_map *a, const struct iova_map *b)
{
	return a->iova == b->iova && a->last == b->last &&
	       a->translated == b->translated && a->perm == b->perm &&
	       a->cookie == b->cookie;
}

/* Walks along the tree: every mapping, in order, and no other. */
static bool same_contents(const struct iova_tree *t, const struct model *m)
{
	uint32_t place = iova_tree_seek(t, 0);
	struct iova_map map;

	if (iova_tree_count(t) != m->count)
		return false;
	for (unsigned int at = 0; at < m->count; at++) {
		if (!place)
			return false;
		iova_tree_get(t, place, &map);
		if (!same(&map, &m->map[at]))
			return false;
		place = iova_tree_next(t, place);
	}
	return !place;
}

int world_do(struct world *w, const struct step *step)
{
	uint32_t left = iova_pool_left(&w->pool);
	struct outcome expected = by_model(w, step, left);
	struct outcome got = by_tree(w, step);
	const char *wrong = iova_check(&w->pool, w->tree, w->trees);

	if (wrong)
		fail(step, wrong, &got, &expected);
	if (got.err != expected.err || got.iova != expected.iova ||
	    !same(&got.map, &expected.map))
		fail(step, "result", &got, &expected);
	for (unsigned int i = 0; i < w->trees; i++)
		if (!same_contents(&w->tree[i], &w->model[i]))
			fail(step, "contents", &got, &expected);
	w->ended[step->op][-got.err]++;
	return got.err;
}

void world_print(const struct world *w)
{
	printf("%-18s %10s %10s %10s %10s %10s\n", "operation", "done",
	       "invalid", "overlap", "no space", "not found");
	for (unsigned int op = 0; op < OPS; op++)
		printf("%-18s %10" PRIu64 " %10" PRIu64 " %10" PRIu64
		       " %10" PRIu64 " %10" PRIu64 "\n",
		       names[op], w->ended[op][0], w->ended[op][1],
		       w->ended[op][2], w->ended[op][3], w->ended[op][4]);
}
