/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */
/*
 * Mappings of address ranges, in order, in a fixed pool: what a shadow client
 * has been told of its address space. Usable on its own: nothing else of the
 * engine is needed, nor a heap.
 *
 * A mapping is the inclusive range [iova, last], where it leads, and what may
 * be done there. Ranges of one tree never overlap, and neighbours are never
 * merged: what was inserted as one mapping is found and removed as one.
 *
 * Bounds. A tree of n mappings is at most 1.45 log2(n + 2) nodes high, never
 * more than IOVA_TREE_HEIGHT. "A descent" below is one pass from the root down,
 * with as many steps at most, and for changes one back up. Nothing recurses;
 * the largest stack frame holds one path of IOVA_TREE_HEIGHT nodes.
 *
 * Memory. 48 bytes a mapping, 64 in a pool with reverse lookup; one entry a
 * pool is lost to the end mark, and a tree itself is 32 bytes.
 */
#ifndef IOVA_TREE_H
#define IOVA_TREE_H

#include "vtd_types.h"

/* Nodes from root to leaf in the highest balanced tree of 2^32 nodes. */
#define IOVA_TREE_HEIGHT 45U

/* Holes that fit but for their alignment, before larger ones are asked for. */
#define IOVA_TREE_ALIGN_TRIES 16U

/* A failed operation changes nothing: neither tree, pool nor results. */
enum iova_error {
	IOVA_OK = 0,
	IOVA_INVALID = -1,   /* ends before it begins, wraps, has no rights */
	IOVA_OVERLAP = -2,   /* part of the range is mapped already */
	IOVA_NO_SPACE = -3,  /* the pool is empty, or there is no such hole */
	IOVA_NOT_FOUND = -4, /* nothing is mapped there */
};

struct iova_map {
	uint64_t iova;
	uint64_t last;       /* last address of the range, >= iova */
	uint64_t translated; /* where iova leads; must not wrap either */
	uint8_t perm;        /* rights, in the caller's own bits; not 0 */
	uint8_t cookie;      /* the caller's; kept, not looked at */
};

/* ---- Pools ------------------------------------------------------------- */

/*
 * One entry of each array makes a node. What a search reads, and nothing else,
 * is a branch: four of them share a cache line. Keys are iova in the forward
 * array, the translated address in the reverse one.
 */
struct iova_branch {
	uint64_t key;
	uint32_t child[2];
};

/*
 * Of all nodes of its subtree: best[0] is the widest gap behind one, best[1]
 * the highest translated address. Without reverse lookup there is no second
 * subtree, and best[1] is the translated address of the node itself.
 */
struct iova_node {
	uint64_t last;
	uint64_t best[2];
	uint32_t next; /* in order; of a free node, the next free one */
	uint8_t perm;
	uint8_t cookie;
	int8_t lean[2]; /* height of right less left, forward and reverse */
};

_Static_assert(sizeof(struct iova_branch) == 16, "a mapping takes 48 bytes");
_Static_assert(sizeof(struct iova_node) == 32, "a mapping takes 48 bytes");

/*
 * Memory of a pool, the caller's: arrays of @entries each, aligned to 64 bytes
 * for speed, with any contents. They hold entries - 1 mappings. Without
 * @reverse (NULL) mappings cannot be looked up by where they lead, and changes
 * are faster.
 */
struct iova_memory {
	struct iova_branch *forward;
	struct iova_node *nodes;
	struct iova_branch *reverse;
	uint32_t entries;
};

/* Nodes for any number of trees; its fields are private. */
struct iova_pool {
	struct iova_memory memory;
	uint32_t fresh; /* entries from here on were never used */
	uint32_t free;  /* list of those given back */
	uint32_t left;
};

/* INVALID: an array is missing, or there are less than two entries. O(1). */
VTD_MUST_CHECK int iova_pool_init(struct iova_pool *pool,
				  const struct iova_memory *memory);

/* Mappings that can still be inserted, into all trees together. */
static inline uint32_t iova_pool_left(const struct iova_pool *pool)
{
	return pool->left;
}

/* ---- Trees ------------------------------------------------------------- */

/* Its fields are private. */
struct iova_tree {
	struct iova_pool *pool;
	uint32_t root;
	uint32_t reverse_root;
	uint32_t head;
	uint32_t tail;
	uint32_t count;
};

/* An empty tree. @pool must outlive it. A used tree is cleared first. */
void iova_tree_init(struct iova_tree *tree, struct iova_pool *pool);

static inline uint32_t iova_tree_count(const struct iova_tree *tree)
{
	return tree->count;
}

/*
 * Takes everything out. O(1) whatever the number of mappings, so it needs no
 * variant that goes step by step.
 */
void iova_tree_clear(struct iova_tree *tree);

/*
 * INVALID: see struct iova_map. OVERLAP: as soon as one address of the range is
 * mapped. NO_SPACE: the pool is empty. One descent, a second one with reverse
 * lookup.
 */
VTD_MUST_CHECK int iova_tree_insert(struct iova_tree *tree,
				    const struct iova_map *map);

/*
 * Takes exactly [first, last] out: what of a mapping lies outside stays, split
 * in two if need be, each part leading where it led. NOT_FOUND: nothing was
 * there. NO_SPACE: a mapping reaches beyond the range on both sides and there
 * is no node for the second part. At most three descents (twice that with
 * reverse lookup) for each mapping that is touched; who cannot afford that at
 * once takes iova_tree_remove_next().
 */
VTD_MUST_CHECK int iova_tree_remove(struct iova_tree *tree, uint64_t first,
				    uint64_t last);

/*
 * One step of it: of the lowest mapping in [first, last] only, what lies in the
 * range, which is reported in @gone.
 */
VTD_MUST_CHECK int iova_tree_remove_next(struct iova_tree *tree, uint64_t first,
					 uint64_t last, struct iova_map *gone);

/*
 * The same two for those who cannot split: whole mappings go, as soon as they
 * overlap [first, last]. One descent each (two with reverse lookup), and never
 * NO_SPACE.
 */
VTD_MUST_CHECK int iova_tree_remove_whole(struct iova_tree *tree,
					  uint64_t first, uint64_t last);
VTD_MUST_CHECK int iova_tree_remove_whole_next(struct iova_tree *tree,
					       uint64_t first, uint64_t last,
					       struct iova_map *gone);

/* ---- Looking up -------------------------------------------------------- */

/* The mapping of @iova, or NOT_FOUND. One descent. */
VTD_MUST_CHECK int iova_tree_find(const struct iova_tree *tree, uint64_t iova,
				  struct iova_map *map);

/* The lowest mapping that overlaps [first, last]. One descent. */
VTD_MUST_CHECK int iova_tree_find_range(const struct iova_tree *tree,
					uint64_t first, uint64_t last,
					struct iova_map *map);

/*
 * Of all mappings that lead into [first, last], which may overlap there, the
 * one with the lowest translated address, of several the lowest iova. INVALID:
 * the pool has no reverse lookup. Two descents.
 */
VTD_MUST_CHECK int iova_tree_find_translated(const struct iova_tree *tree,
					     uint64_t first, uint64_t last,
					     struct iova_map *map);

/* The one behind *@map in this order, which need not exist any more. */
VTD_MUST_CHECK int iova_tree_next_translated(const struct iova_tree *tree,
					     uint64_t first, uint64_t last,
					     struct iova_map *map);

/*
 * Places, for walking along: 0 is none. A place stays good until its mapping,
 * or a part of it, is removed; mappings inserted later are met in order.
 */

/* The first mapping that ends at @iova or behind. One descent. */
uint32_t iova_tree_seek(const struct iova_tree *tree, uint64_t iova);

/* The mapping at @place, which is not 0. O(1), as is the next one. */
static inline void iova_tree_get(const struct iova_tree *tree, uint32_t place,
				 struct iova_map *map)
{
	const struct iova_memory *m = &tree->pool->memory;
	const struct iova_node *node = &m->nodes[place];

	map->iova = m->forward[place].key;
	map->last = node->last;
	map->translated = m->reverse ? m->reverse[place].key : node->best[1];
	map->perm = node->perm;
	map->cookie = node->cookie;
}

static inline uint32_t iova_tree_next(const struct iova_tree *tree,
				      uint32_t place)
{
	return tree->pool->memory.nodes[place].next;
}

/* ---- Holes ------------------------------------------------------------- */

struct iova_hole {
	uint64_t begin; /* the hole lies in [begin, end] */
	uint64_t end;
	uint64_t span;  /* its last address less its first: bytes less one */
	uint64_t align; /* of its first address; a power of two, 1 for any */
};

/*
 * The lowest hole that is wanted: *@iova is where it begins. NO_SPACE: there is
 * none. Two descents; if the lowest holes of that size are too short for the
 * alignment, two for each of IOVA_TREE_ALIGN_TRIES of them, and after that only
 * holes of span + align bytes are looked at, so that one aligned by luck may be
 * missed. With mappings aligned to @align, first fit is exact.
 */
VTD_MUST_CHECK int iova_tree_find_hole(const struct iova_tree *tree,
				       const struct iova_hole *want,
				       uint64_t *iova);

/*
 * The same, and inserts a mapping there: of *@map iova and last are results.
 * NO_SPACE also when the pool is empty.
 */
VTD_MUST_CHECK int iova_tree_alloc(struct iova_tree *tree,
				   const struct iova_hole *want,
				   struct iova_map *map);

#endif
