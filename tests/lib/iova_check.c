/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "iova_check.h"

/* A walk over one of the two trees of a tree, in order. */
struct walk {
	const struct iova_tree *tree;
	const struct iova_branch *branch;
	bool reverse;
	uint32_t previous;
	uint32_t nodes;
	const char *wrong;
};

struct seen {
	int height;
	uint64_t best;
};

static const struct iova_node *node_of(const struct walk *w, uint32_t n)
{
	return &w->tree->pool->memory.nodes[n];
}

static uint64_t key_of(const struct walk *w, uint32_t n)
{
	return w->tree->pool->memory.forward[n].key;
}

static uint64_t larger(uint64_t a, uint64_t b)
{
	return a > b ? a : b;
}

static bool in_order(const struct walk *w, uint32_t a, uint32_t b)
{
	uint64_t left = w->branch[a].key;
	uint64_t right = w->branch[b].key;

	if (!w->reverse)
		return key_of(w, b) > node_of(w, a)->last &&
		       node_of(w, a)->next == b;
	return left < right || (left == right && key_of(w, a) < key_of(w, b));
}

static uint64_t value_of(const struct walk *w, uint32_t n)
{
	const struct iova_node *node = node_of(w, n);

	if (w->reverse)
		return w->branch[n].key + node->last - key_of(w, n);
	return node->next ? key_of(w, node->next) - node->last - 1 : 0;
}

static void visit(struct walk *w, uint32_t n)
{
	if (w->previous && !in_order(w, w->previous, n))
		w->wrong = "order";
	if (!w->previous && !w->reverse && w->tree->head != n)
		w->wrong = "head";
	if (key_of(w, n) > node_of(w, n)->last)
		w->wrong = "range";
	w->previous = n;
	w->nodes++;
}

static struct seen walk(struct walk *w, uint32_t n)
{
	struct seen left, right, all = { 0, 0 };
	uint64_t best;

	if (!n || w->wrong)
		return all;
	if (w->nodes > w->tree->count) {
		w->wrong = "cycle";
		return all;
	}
	left = walk(w, w->branch[n].child[0]);
	visit(w, n);
	right = walk(w, w->branch[n].child[1]);
	all.best = larger(value_of(w, n), larger(left.best, right.best));
	all.height =
		1 + (left.height > right.height ? left.height : right.height);
	best = node_of(w, n)->best[w->reverse];
	if (best != all.best)
		w->wrong = "best value";
	if (node_of(w, n)->lean[w->reverse] != right.height - left.height)
		w->wrong = "lean";
	if (right.height - left.height > 1 || left.height - right.height > 1)
		w->wrong = "balance";
	return all;
}

static const char *check_tree(const struct iova_tree *tree, bool reverse)
{
	const struct iova_memory *m = &tree->pool->memory;
	struct walk w = { .tree = tree, .reverse = reverse };

	w.branch = reverse ? m->reverse : m->forward;
	walk(&w, reverse ? tree->reverse_root : tree->root);
	if (!w.wrong && w.nodes != tree->count)
		w.wrong = "count";
	if (!w.wrong && !reverse && w.previous != tree->tail)
		w.wrong = "tail";
	if (!w.wrong && !w.nodes && tree->head)
		w.wrong = "head of nothing";
	if (!w.wrong && w.nodes && m->nodes[tree->tail].next)
		w.wrong = "end";
	return w.wrong;
}

static const char *check_pool(const struct iova_pool *pool, uint32_t used)
{
	uint32_t entries = pool->memory.entries;
	uint32_t unused = entries - pool->fresh;

	for (uint32_t n = pool->free; n; n = pool->memory.nodes[n].next) {
		if (n >= pool->fresh)
			return "free node never used";
		if (unused++ > entries)
			return "cycle of free nodes";
	}
	if (unused != pool->left || used + unused != entries - 1)
		return "nodes lost or doubled";
	if (pool->memory.nodes[0].best[0] || pool->memory.nodes[0].best[1] ||
	    pool->memory.forward[0].child[0] ||
	    pool->memory.forward[0].child[1])
		return "node 0";
	return NULL;
}

const char *iova_check(const struct iova_pool *pool,
		       const struct iova_tree *trees, unsigned int count)
{
	uint32_t used = 0;

	for (unsigned int i = 0; i < count; i++) {
		const char *wrong = check_tree(&trees[i], false);

		if (!wrong && pool->memory.reverse)
			wrong = check_tree(&trees[i], true);
		if (wrong)
			return wrong;
		used += trees[i].count;
	}
	return check_pool(pool, used);
}

unsigned int iova_check_height(const struct iova_tree *tree)
{
	struct walk w = { .tree = tree, .branch = tree->pool->memory.forward };

	return (unsigned int)walk(&w, tree->root).height;
}
