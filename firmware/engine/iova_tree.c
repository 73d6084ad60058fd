/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "iova_tree.h"

#include <string.h>

#include "iova_index.h"

/* ---- Pools ------------------------------------------------------------- */

int iova_pool_init(struct iova_pool *pool, const struct iova_memory *memory)
{
	if (!memory->forward || !memory->nodes || memory->entries < 2)
		return IOVA_INVALID;
	memset(&memory->forward[0], 0, sizeof(memory->forward[0]));
	memset(&memory->nodes[0], 0, sizeof(memory->nodes[0]));
	if (memory->reverse)
		memset(&memory->reverse[0], 0, sizeof(memory->reverse[0]));
	pool->memory = *memory;
	pool->fresh = 1;
	pool->free = 0;
	pool->left = memory->entries - 1;
	return IOVA_OK;
}

/* There is one left. */
static uint32_t take(struct iova_pool *pool)
{
	uint32_t n = pool->free;

	if (n)
		pool->free = pool->memory.nodes[n].next;
	else
		n = pool->fresh++;
	pool->left--;
	return n;
}

static void give(struct iova_pool *pool, uint32_t n)
{
	pool->memory.nodes[n].next = pool->free;
	pool->free = n;
	pool->left++;
}

/* ---- Trees ------------------------------------------------------------- */

void iova_tree_init(struct iova_tree *tree, struct iova_pool *pool)
{
	*tree = (struct iova_tree){ .pool = pool };
}

void iova_tree_clear(struct iova_tree *tree)
{
	struct iova_pool *pool = tree->pool;

	if (tree->head) {
		pool->memory.nodes[tree->tail].next = pool->free;
		pool->free = tree->head;
		pool->left += tree->count;
	}
	iova_tree_init(tree, pool);
}

/*
 * The way to where a mapping at @iova belongs. Both children are loaded before
 * one is chosen: what a step waits for is one load, not two.
 */
static void descend(const struct iova_tree *tree, uint64_t iova,
		    struct iova_path *path)
{
	const struct iova_branch *branch = tree->pool->memory.forward;
	unsigned int depth = 0;

	path->right = 0;
	for (uint32_t n = tree->root; n; depth++) {
		const uint32_t left = branch[n].child[0];
		const uint32_t right = branch[n].child[1];
		uint64_t side = branch[n].key <= iova;

		path->node[depth] = n;
		path->right |= side << depth;
		n = side ? right : left;
	}
	path->depth = depth;
}

static void descend_reverse(const struct iova_tree *tree,
			    const struct iova_map *map, struct iova_path *path)
{
	const struct iova_memory *m = &tree->pool->memory;
	unsigned int depth = 0;

	path->right = 0;
	for (uint32_t n = tree->reverse_root; n; depth++) {
		const uint32_t left = m->reverse[n].child[0];
		const uint32_t right = m->reverse[n].child[1];
		uint64_t to = m->reverse[n].key;
		uint64_t side = to < map->translated;

		if (to == map->translated)
			side = m->forward[n].key <= map->iova;
		path->node[depth] = n;
		path->right |= side << depth;
		n = side ? right : left;
	}
	path->depth = depth;
}

/* The predecessor: the node at which @path last turned right, or 0. */
static uint32_t predecessor(const struct iova_path *path)
{
	unsigned int depth = iova_path_turn(path, 1);

	return depth ? path->node[depth - 1] : 0;
}

/* The node of @path whose gap has changed: the predecessor, if there is one. */
static unsigned int own_of(const struct iova_path *path)
{
	unsigned int depth = iova_path_turn(path, 1);

	return depth ? depth - 1 : path->depth;
}

/* ---- Linking ----------------------------------------------------------- */

static void set_next(struct iova_tree *tree, uint32_t n, uint32_t next)
{
	if (n)
		tree->pool->memory.nodes[n].next = next;
	else
		tree->head = next;
	if (!next)
		tree->tail = n;
}

static void link_reverse(struct iova_tree *tree, const struct iova_map *map,
			 uint32_t n)
{
	struct iova_index ix = iova_index_reverse(tree);
	struct iova_path path;

	descend_reverse(tree, map, &path);
	ix.branch[n].key = map->translated;
	iova_index_plant(&ix, &path, n);
	iova_index_climb(&ix, &path, 1, path.depth);
}

/* @path is the way to where @map belongs; there is a node left. */
static void link(struct iova_tree *tree, const struct iova_map *map,
		 struct iova_path *path)
{
	struct iova_index ix = iova_index_forward(tree);
	struct iova_pool *pool = tree->pool;
	uint32_t before = predecessor(path);
	uint32_t n = take(pool);
	struct iova_node *node = &pool->memory.nodes[n];

	pool->memory.forward[n].key = map->iova;
	node->last = map->last;
	node->best[1] = map->translated;
	node->perm = map->perm;
	node->cookie = map->cookie;
	set_next(tree, n,
		 before ? pool->memory.nodes[before].next : tree->head);
	set_next(tree, before, n);
	iova_index_plant(&ix, path, n);
	iova_index_climb(&ix, path, 1, own_of(path));
	tree->count++;
	if (pool->memory.reverse)
		link_reverse(tree, map, n);
}

static void unlink_reverse(struct iova_tree *tree, const struct iova_map *map,
			   uint32_t n)
{
	struct iova_index ix = iova_index_reverse(tree);
	struct iova_path path;
	unsigned int depth;

	descend_reverse(tree, map, &path);
	/* It turned right at @n, and left ever after. */
	depth = iova_path_turn(&path, 1) - 1;
	iova_path_cut(&path, depth);
	if (!iova_index_prune(&ix, &path, n))
		depth = path.depth;
	iova_index_climb(&ix, &path, -1, depth);
}

/* @path leads to @n, whose mapping is @map. */
static void unlink(struct iova_tree *tree, const struct iova_map *map,
		   struct iova_path *path, uint32_t n)
{
	struct iova_index ix = iova_index_forward(tree);
	unsigned int depth = path->depth;
	uint32_t before;

	if (tree->pool->memory.reverse)
		unlink_reverse(tree, map, n);
	before = iova_index_prune(&ix, path, n);
	if (!before) {
		before = predecessor(path);
		depth = own_of(path);
	}
	set_next(tree, before, iova_tree_next(tree, n));
	iova_index_climb(&ix, path, -1, depth);
	tree->count--;
	give(tree->pool, n);
}

/* ---- Changes ----------------------------------------------------------- */

static bool valid(const struct iova_map *map)
{
	return map->iova <= map->last && map->perm &&
	       map->translated <= UINT64_MAX - (map->last - map->iova);
}

static bool overlaps(const struct iova_tree *tree, const struct iova_map *map,
		     const struct iova_path *path)
{
	const struct iova_memory *m = &tree->pool->memory;
	uint32_t before = predecessor(path);
	uint32_t behind = before ? iova_tree_next(tree, before) : tree->head;

	return (before && m->nodes[before].last >= map->iova) ||
	       (behind && m->forward[behind].key <= map->last);
}

int iova_tree_insert(struct iova_tree *tree, const struct iova_map *map)
{
	struct iova_path path;

	if (!valid(map))
		return IOVA_INVALID;
	descend(tree, map->iova, &path);
	if (overlaps(tree, map, &path))
		return IOVA_OVERLAP;
	if (!tree->pool->left)
		return IOVA_NO_SPACE;
	link(tree, map, &path);
	return IOVA_OK;
}

/* The lowest node that overlaps [first, last], with the way to it. */
static uint32_t approach(const struct iova_tree *tree, uint64_t first,
			 uint64_t last, struct iova_path *path)
{
	const struct iova_memory *m = &tree->pool->memory;
	unsigned int depth;

	descend(tree, first, path);
	depth = iova_path_turn(path, 1);
	if (!depth || m->nodes[path->node[depth - 1]].last < first) {
		depth = iova_path_turn(path, 0);
		if (!depth || m->forward[path->node[depth - 1]].key > last)
			return 0;
	}
	iova_path_cut(path, depth - 1);
	return path->node[depth - 1];
}

/* Part of @map from @first to @last, which lie in it. */
static struct iova_map part(const struct iova_map *map, uint64_t first,
			    uint64_t last)
{
	struct iova_map of = *map;

	of.iova = first;
	of.last = last;
	of.translated += first - map->iova;
	return of;
}

static void put_back(struct iova_tree *tree, const struct iova_map *map)
{
	struct iova_path path;

	descend(tree, map->iova, &path);
	link(tree, map, &path);
}

int iova_tree_remove_next(struct iova_tree *tree, uint64_t first, uint64_t last,
			  struct iova_map *gone)
{
	struct iova_path path;
	struct iova_map map;
	struct iova_map rest;
	uint32_t n;

	if (first > last)
		return IOVA_INVALID;
	n = approach(tree, first, last, &path);
	if (!n)
		return IOVA_NOT_FOUND;
	iova_tree_get(tree, n, &map);
	if (map.iova < first && map.last > last && !tree->pool->left)
		return IOVA_NO_SPACE;
	unlink(tree, &map, &path, n);
	*gone = part(&map, map.iova < first ? first : map.iova,
		     map.last > last ? last : map.last);
	if (map.iova < first) {
		rest = part(&map, map.iova, first - 1);
		put_back(tree, &rest);
	}
	if (map.last > last) {
		rest = part(&map, last + 1, map.last);
		put_back(tree, &rest);
	}
	return IOVA_OK;
}

int iova_tree_remove_whole_next(struct iova_tree *tree, uint64_t first,
				uint64_t last, struct iova_map *gone)
{
	struct iova_path path;
	uint32_t n;

	if (first > last)
		return IOVA_INVALID;
	n = approach(tree, first, last, &path);
	if (!n)
		return IOVA_NOT_FOUND;
	iova_tree_get(tree, n, gone);
	unlink(tree, gone, &path, n);
	return IOVA_OK;
}

/* Only the first step can fail, as no later one has to split. */
int iova_tree_remove(struct iova_tree *tree, uint64_t first, uint64_t last)
{
	struct iova_map gone;
	int err = iova_tree_remove_next(tree, first, last, &gone);

	if (err)
		return err;
	while (gone.last < last &&
	       !iova_tree_remove_next(tree, gone.last + 1, last, &gone))
		;
	return IOVA_OK;
}

int iova_tree_remove_whole(struct iova_tree *tree, uint64_t first,
			   uint64_t last)
{
	struct iova_map gone;
	int err = iova_tree_remove_whole_next(tree, first, last, &gone);

	if (err)
		return err;
	while (gone.last < last &&
	       !iova_tree_remove_whole_next(tree, gone.last + 1, last, &gone))
		;
	return IOVA_OK;
}
