/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */
/*
 * The balanced trees under iova_tree: one by iova, and one by translated
 * address where the pool has reverse lookup. Both are AVL trees without parent
 * links over the same nodes. Each node knows the best value of its subtree, so
 * that "the first one from here on with at least so much" is one descent:
 *
 *            key               value of a node          best of a subtree
 *   forward  iova              gap to the next node     nodes[].best[0]
 *   reverse  translated, iova  last translated address  nodes[].best[1]
 *
 * The gap behind the last node counts as 0: then appending changes no best
 * value on the way up. Node 0 is no node: without children, best value 0.
 */
#ifndef IOVA_INDEX_H
#define IOVA_INDEX_H

#include "iova_tree.h"

struct iova_index {
	const struct iova_memory *memory;
	struct iova_branch *branch;
	uint32_t *root;
	bool reverse;
};

/* A searcher's @tree is const, and nothing is changed through the index. */
static inline struct iova_index iova_index_forward(const struct iova_tree *tree)
{
	const struct iova_memory *m = &tree->pool->memory;

	return (struct iova_index){ m, m->forward, (uint32_t *)&tree->root,
				    false };
}

static inline struct iova_index iova_index_reverse(const struct iova_tree *tree)
{
	const struct iova_memory *m = &tree->pool->memory;

	return (struct iova_index){ m, m->reverse,
				    (uint32_t *)&tree->reverse_root, true };
}

/*
 * A way down: @depth nodes, and at which of them it turned right. When the tree
 * was changed below its end, the best value there before and after.
 */
struct iova_path {
	uint64_t right;
	uint64_t was;
	uint64_t now;
	unsigned int depth;
	uint32_t node[IOVA_TREE_HEIGHT];
};

/*
 * How long the path is up to and including the last node at which it turned to
 * @side, 0 if it never did: that node is the neighbour on the other side.
 */
static inline unsigned int iova_path_turn(const struct iova_path *path,
					  unsigned int side)
{
	unsigned int depth = path->depth;

	while (depth && (path->right >> (depth - 1) & 1) != side)
		depth--;
	return depth;
}

/* Shortens @path to @depth nodes. */
static inline void iova_path_cut(struct iova_path *path, unsigned int depth)
{
	path->right &= (UINT64_C(1) << depth) - 1;
	path->depth = depth;
}

/* Hangs the new node @n below the end of @path. */
void iova_index_plant(const struct iova_index *ix, struct iova_path *path,
		      uint32_t n);

/*
 * Takes out @n, to which @path leads. Returns the node that took its place, its
 * predecessor, or 0 if it had none below it. @path then leads to the place from
 * which the tree became lower.
 */
uint32_t iova_index_prune(const struct iova_index *ix, struct iova_path *path,
			  uint32_t n);

/*
 * Restores balance and best values upwards, when below the end of @path the
 * tree became higher (@change 1) or lower (-1). Node @own of the path is the
 * one whose own value has changed, @path->depth if there is none. Ends there
 * or above, where nothing changes any more.
 */
void iova_index_climb(const struct iova_index *ix, const struct iova_path *path,
		      int change, unsigned int own);

/*
 * The first node behind @after (from the first one on if NULL) whose value is
 * @least or more; 0 if there is none. Of @after the keys matter.
 */
uint32_t iova_index_first(const struct iova_index *ix,
			  const struct iova_map *after, uint64_t least);

#endif
