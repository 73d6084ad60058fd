/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "iova_index.h"

static int8_t *lean_of(const struct iova_index *ix, uint32_t n)
{
	return &ix->memory->nodes[n].lean[ix->reverse];
}

static uint64_t *best_of(const struct iova_index *ix, uint32_t n)
{
	return ix->reverse ? &ix->branch[n].key : &ix->memory->nodes[n].hole;
}

static uint64_t value_of(const struct iova_index *ix, uint32_t n)
{
	const struct iova_memory *m = ix->memory;
	const struct iova_node *node = &m->nodes[n];

	if (ix->reverse)
		return node->translated + (node->last - m->forward[n].key);
	return node->next ? m->forward[node->next].key - node->last - 1 : 0;
}

static void refresh(const struct iova_index *ix, uint32_t n)
{
	uint64_t left = *best_of(ix, ix->branch[n].child[0]);
	uint64_t right = *best_of(ix, ix->branch[n].child[1]);
	uint64_t best = value_of(ix, n);

	if (best < left)
		best = left;
	*best_of(ix, n) = best < right ? right : best;
}

/* ---- Paths ------------------------------------------------------------- */

static unsigned int side_at(const struct iova_path *path, unsigned int depth)
{
	return path->right >> depth & 1;
}

static void push(struct iova_path *path, uint32_t n, uint64_t side)
{
	path->right |= side << path->depth;
	path->node[path->depth++] = n;
}

unsigned int iova_path_turn(const struct iova_path *path, unsigned int side)
{
	unsigned int depth = path->depth;

	while (depth && side_at(path, depth - 1) != side)
		depth--;
	return depth;
}

void iova_path_cut(struct iova_path *path, unsigned int depth)
{
	path->right &= (UINT64_C(1) << depth) - 1;
	path->depth = depth;
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

/* @n leans by two; returns the node that takes its place. */
static uint32_t restore(const struct iova_index *ix, uint32_t n)
{
	int heavy = *lean_of(ix, n) / 2;
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

	*lean_of(ix, n) = (int8_t)lean;
	if (lean == 2 || lean == -2) {
		n = restore(ix, n);
		hang(ix, path, depth, n);
		refresh(ix, n);
		lean = *lean_of(ix, n);
	}
	return (change > 0) == (lean != 0) ? change : 0;
}

void iova_index_climb(const struct iova_index *ix, const struct iova_path *path,
		      int change, unsigned int upto)
{
	for (unsigned int depth = path->depth; depth-- > 0;) {
		uint32_t n = path->node[depth];
		uint64_t best = *best_of(ix, n);
		uint64_t now;

		refresh(ix, n);
		now = *best_of(ix, n);
		if (change)
			change = settle(ix, path, depth, change);
		if (!change && now == best && depth <= upto)
			break;
	}
}

/* ---- Changes ----------------------------------------------------------- */

void iova_index_plant(const struct iova_index *ix, const struct iova_path *path,
		      uint32_t n)
{
	ix->branch[n].child[0] = 0;
	ix->branch[n].child[1] = 0;
	*lean_of(ix, n) = 0;
	refresh(ix, n);
	hang(ix, path, path->depth, n);
}

uint32_t iova_index_prune(const struct iova_index *ix, struct iova_path *path,
			  uint32_t n)
{
	struct iova_branch *branch = ix->branch;
	uint32_t heir = branch[n].child[0];
	unsigned int depth = path->depth;

	if (!heir) {
		hang(ix, path, depth, branch[n].child[1]);
		return 0;
	}
	push(path, n, 0);
	for (; branch[heir].child[1]; heir = branch[heir].child[1])
		push(path, heir, 1);
	hang(ix, path, path->depth, branch[heir].child[0]);
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
	uint64_t iova = ix->memory->forward[n].key;
	uint64_t translated = ix->memory->nodes[n].translated;

	if (!after)
		return true;
	if (ix->reverse && translated != after->translated)
		return translated > after->translated;
	return iova > after->iova;
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
