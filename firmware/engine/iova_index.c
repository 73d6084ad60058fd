/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "iova_index.h"

static int8_t *lean_of(const struct iova_index *ix, uint32_t n)
{
	return &ix->memory->nodes[n].lean[ix->reverse];
}

static uint64_t *best_of(const struct iova_index *ix, uint32_t n)
{
	return &ix->memory->nodes[n].best[ix->reverse];
}

static uint64_t value_of(const struct iova_index *ix, uint32_t n)
{
	const struct iova_memory *m = ix->memory;
	const struct iova_node *node = &m->nodes[n];

	if (ix->reverse)
		return m->reverse[n].key + (node->last - m->forward[n].key);
	return node->next ? m->forward[node->next].key - node->last - 1 : 0;
}

static uint64_t refresh(const struct iova_index *ix, uint32_t n)
{
	uint64_t left = *best_of(ix, ix->branch[n].child[0]);
	uint64_t right = *best_of(ix, ix->branch[n].child[1]);
	uint64_t best = value_of(ix, n);

	if (best < left)
		best = left;
	if (best < right)
		best = right;
	*best_of(ix, n) = best;
	return best;
}

static unsigned int side_at(const struct iova_path *path, unsigned int depth)
{
	return path->right >> depth & 1;
}

/* Makes @n the node at @depth of the path, as the one above it sees it. */
static void hang(const struct iova_index *ix, const struct iova_path *path,
		 unsigned int depth, uint32_t n)
{
	if (!depth--)
		*ix->root = n;
	else
		ix->branch[path->node[depth]].child[side_at(path, depth)] = n;
}

/* ---- Balance ----------------------------------------------------------- */

/* The child at @side of @n comes up and is returned; its best is still due. */
static uint32_t rotate(const struct iova_index *ix, uint32_t n,
		       unsigned int side)
{
	uint32_t up = ix->branch[n].child[side];

	ix->branch[n].child[side] = ix->branch[up].child[!side];
	ix->branch[up].child[!side] = n;
	refresh(ix, n);
	return up;
}

/* Two rotations: the inner grandchild comes up. */
static uint32_t restore_inner(const struct iova_index *ix, uint32_t n,
			      int heavy)
{
	unsigned int side = heavy > 0;
	uint32_t child = ix->branch[n].child[side];
	uint32_t up = rotate(ix, child, !side);
	int lean = *lean_of(ix, up);

	*lean_of(ix, n) = (int8_t)(lean == heavy ? -heavy : 0);
	*lean_of(ix, child) = (int8_t)(lean == -heavy ? heavy : 0);
	*lean_of(ix, up) = 0;
	ix->branch[n].child[side] = up;
	return rotate(ix, n, side);
}

/* @n leans by two to the side of @heavy; returns what takes its place. */
static uint32_t restore(const struct iova_index *ix, uint32_t n, int heavy)
{
	unsigned int side = heavy > 0;
	uint32_t child = ix->branch[n].child[side];
	int lean = *lean_of(ix, child);

	if (lean == -heavy)
		return restore_inner(ix, n, heavy);
	*lean_of(ix, n) = (int8_t)(heavy - lean);
	*lean_of(ix, child) = (int8_t)(lean - heavy);
	return rotate(ix, n, side);
}

/* One step of a climb: what remains of @change above the node at @depth. */
static int settle(const struct iova_index *ix, const struct iova_path *path,
		  unsigned int depth, int change)
{
	uint32_t n = path->node[depth];
	int lean = *lean_of(ix, n) + (side_at(path, depth) ? change : -change);
	uint64_t best;

	if (lean == 2 || lean == -2) {
		best = *best_of(ix, n);
		n = restore(ix, n, lean / 2);
		hang(ix, path, depth, n);
		*best_of(ix, n) = best;
		lean = *lean_of(ix, n);
	} else {
		*lean_of(ix, n) = (int8_t)lean;
	}
	return (change > 0) == (lean != 0) ? change : 0;
}

/*
 * Most of the time it is enough to know what the best value below was and is:
 * the other child is looked at only if the best may have been lost.
 */
void iova_index_climb(const struct iova_index *ix, const struct iova_path *path,
		      int change, unsigned int own)
{
	uint64_t was = path->was;
	uint64_t now = path->now;

	for (unsigned int depth = path->depth; depth-- > 0;) {
		uint32_t n = path->node[depth];
		uint64_t best = *best_of(ix, n);

		if (depth == own || (was == best && now < was))
			now = refresh(ix, n);
		else if (now > best)
			*best_of(ix, n) = now;
		else
			now = best;
		was = best;
		if (change)
			change = settle(ix, path, depth, change);
		if (!change && was == now && depth <= own)
			break;
	}
}

/* ---- Changes ----------------------------------------------------------- */

void iova_index_plant(const struct iova_index *ix, struct iova_path *path,
		      uint32_t n)
{
	ix->branch[n].child[0] = 0;
	ix->branch[n].child[1] = 0;
	*lean_of(ix, n) = 0;
	path->was = 0;
	path->now = refresh(ix, n);
	hang(ix, path, path->depth, n);
}

static void push(struct iova_path *path, uint32_t n, uint64_t side)
{
	path->right |= side << path->depth;
	path->node[path->depth++] = n;
}

/* At the end of @path @n hangs in the place of @old. */
static void replace(const struct iova_index *ix, struct iova_path *path,
		    uint32_t old, uint32_t n)
{
	path->was = *best_of(ix, old);
	path->now = *best_of(ix, n);
	hang(ix, path, path->depth, n);
}

uint32_t iova_index_prune(const struct iova_index *ix, struct iova_path *path,
			  uint32_t n)
{
	struct iova_branch *branch = ix->branch;
	uint32_t heir = branch[n].child[0];
	unsigned int depth = path->depth;

	if (!heir) {
		replace(ix, path, n, branch[n].child[1]);
		return 0;
	}
	push(path, n, 0);
	for (; branch[heir].child[1]; heir = branch[heir].child[1])
		push(path, heir, 1);
	replace(ix, path, heir, branch[heir].child[0]);
	branch[heir].child[0] = branch[n].child[0];
	branch[heir].child[1] = branch[n].child[1];
	*lean_of(ix, heir) = *lean_of(ix, n);
	*best_of(ix, heir) = *best_of(ix, n);
	hang(ix, path, depth, heir);
	path->node[depth] = heir;
	return heir;
}

/* ---- Searches ---------------------------------------------------------- */

static bool behind(const struct iova_index *ix, uint32_t n,
		   const struct iova_map *after)
{
	uint64_t key = ix->branch[n].key;

	if (!after)
		return true;
	if (ix->reverse && key != after->translated)
		return key > after->translated;
	return ix->memory->forward[n].key > after->iova;
}

/* The first node below @n with a value of @least; there is one. */
static uint32_t lowest(const struct iova_index *ix, uint32_t n, uint64_t least)
{
	for (;;) {
		const uint32_t *child = ix->branch[n].child;

		if (child[0] && *best_of(ix, child[0]) >= least)
			n = child[0];
		else if (value_of(ix, n) >= least)
			return n;
		else
			n = child[1];
	}
}

uint32_t iova_index_first(const struct iova_index *ix,
			  const struct iova_map *after, uint64_t least)
{
	uint32_t from = 0;
	uint32_t n = *ix->root;

	while (n && *best_of(ix, n) >= least) {
		const uint32_t *child = ix->branch[n].child;

		if (!behind(ix, n, after)) {
			n = child[1];
			continue;
		}
		if (value_of(ix, n) >= least || *best_of(ix, child[1]) >= least)
			from = n;
		n = child[0];
	}
	if (!from || value_of(ix, from) >= least)
		return from;
	return lowest(ix, ix->branch[from].child[1], least);
}
