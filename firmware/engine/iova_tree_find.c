/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "iova_tree.h"

#include "iova_index.h"

/* The last mapping that begins at @iova or before. */
static uint32_t floor_of(const struct iova_tree *tree, uint64_t iova)
{
	const struct iova_branch *branch = tree->pool->memory.forward;
	uint32_t n = tree->root;
	uint32_t found = 0;

	while (n) {
		bool side = branch[n].key <= iova;

		found = side ? n : found;
		n = branch[n].child[side];
	}
	return found;
}

uint32_t iova_tree_seek(const struct iova_tree *tree, uint64_t iova)
{
	uint32_t n = floor_of(tree, iova);

	if (!n)
		return tree->head;
	return tree->pool->memory.nodes[n].last >= iova ?
		       n :
		       iova_tree_next(tree, n);
}

int iova_tree_find(const struct iova_tree *tree, uint64_t iova,
		   struct iova_map *map)
{
	uint32_t n = floor_of(tree, iova);

	if (!n || tree->pool->memory.nodes[n].last < iova)
		return IOVA_NOT_FOUND;
	iova_tree_get(tree, n, map);
	return IOVA_OK;
}

int iova_tree_find_range(const struct iova_tree *tree, uint64_t first,
			 uint64_t last, struct iova_map *map)
{
	uint32_t n;

	if (first > last)
		return IOVA_INVALID;
	n = iova_tree_seek(tree, first);
	if (!n || tree->pool->memory.forward[n].key > last)
		return IOVA_NOT_FOUND;
	iova_tree_get(tree, n, map);
	return IOVA_OK;
}

/* ---- By translated address --------------------------------------------- */

static int find_translated(const struct iova_tree *tree,
			   const struct iova_map *after, uint64_t first,
			   uint64_t last, struct iova_map *map)
{
	struct iova_index ix = iova_index_reverse(tree);
	uint32_t n;

	if (!ix.branch || first > last)
		return IOVA_INVALID;
	n = iova_index_first(&ix, after, first);
	if (!n || ix.branch[n].key > last)
		return IOVA_NOT_FOUND;
	iova_tree_get(tree, n, map);
	return IOVA_OK;
}

int iova_tree_find_translated(const struct iova_tree *tree, uint64_t first,
			      uint64_t last, struct iova_map *map)
{
	return find_translated(tree, NULL, first, last, map);
}

int iova_tree_next_translated(const struct iova_tree *tree, uint64_t first,
			      uint64_t last, struct iova_map *map)
{
	struct iova_map after = *map;

	return find_translated(tree, &after, first, last, map);
}

/* ---- Holes ------------------------------------------------------------- */

/* Whether the gap from @first up to @next (0: all the rest) will do. */
static bool fits(const struct iova_hole *want, uint64_t first, uint64_t next,
		 uint64_t *iova)
{
	uint64_t last = next - 1 < want->end ? next - 1 : want->end;
	uint64_t at = (first + want->align - 1) & ~(want->align - 1);

	if (at < first || at > last || last - at < want->span)
		return false;
	*iova = at;
	return true;
}

/* Whether the gap behind the node @n will do. */
static bool fits_behind(const struct iova_memory *m, uint32_t n,
			const struct iova_hole *want, uint64_t *iova)
{
	uint64_t first = m->nodes[n].last + 1;
	uint32_t next = m->nodes[n].next;

	if (!first)
		return false;
	if (first < want->begin)
		first = want->begin;
	return fits(want, first, next ? m->forward[next].key : 0, iova);
}

/* The gap in which @want->begin lies; *@n is the mapping before, or 0. */
static bool fits_here(const struct iova_tree *tree,
		      const struct iova_hole *want, uint32_t *n, uint64_t *iova)
{
	const struct iova_memory *m = &tree->pool->memory;

	*n = floor_of(tree, want->begin);
	if (*n)
		return fits_behind(m, *n, want, iova);
	return fits(want, want->begin,
		    tree->head ? m->forward[tree->head].key : 0, iova);
}

/* Gaps between mappings, from the one behind @n on. */
static bool fits_between(const struct iova_tree *tree,
			 const struct iova_hole *want, uint32_t n,
			 uint64_t *iova)
{
	struct iova_index ix = iova_index_forward(tree);
	struct iova_map at = { .iova = ix.memory->forward[n].key };
	const struct iova_map *after = n ? &at : NULL;
	uint64_t least = want->span + 1;

	for (unsigned int tries = 0; tries <= IOVA_TREE_ALIGN_TRIES; tries++) {
		if (tries == IOVA_TREE_ALIGN_TRIES)
			least += want->align - 1;
		if (least <= want->span)
			return false;
		n = iova_index_first(&ix, after, least);
		if (!n || ix.memory->nodes[n].last >= want->end)
			return false;
		if (fits_behind(ix.memory, n, want, iova))
			return true;
		at.iova = ix.memory->forward[n].key;
		after = &at;
	}
	return false;
}

int iova_tree_find_hole(const struct iova_tree *tree,
			const struct iova_hole *want, uint64_t *iova)
{
	const struct iova_memory *m = &tree->pool->memory;
	uint32_t n;

	if (want->begin > want->end || !want->align ||
	    (want->align & (want->align - 1)))
		return IOVA_INVALID;
	if (fits_here(tree, want, &n, iova) ||
	    fits_between(tree, want, n, iova) ||
	    (tree->tail && fits_behind(m, tree->tail, want, iova)))
		return IOVA_OK;
	return IOVA_NO_SPACE;
}

int iova_tree_alloc(struct iova_tree *tree, const struct iova_hole *want,
		    struct iova_map *map)
{
	struct iova_map at = *map;
	int err = iova_tree_find_hole(tree, want, &at.iova);

	if (err)
		return err;
	at.last = at.iova + want->span;
	err = iova_tree_insert(tree, &at);
	if (!err)
		*map = at;
	return err;
}
