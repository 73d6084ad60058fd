/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "bench.h"

#include <glib.h>
#include <malloc.h>
#include <stdlib.h>

struct range {
	uint64_t iova;
	uint64_t translated;
	uint64_t size; /* last less first */
	uint32_t perm;
};

struct world {
	GTree *tree;
	size_t before;
};

/* A walk along the tree: what it looks for, what it met, what it found. */
struct walk {
	uint64_t wanted;
	uint64_t next;
	const struct range *range;
};

static gint compare(gconstpointer a, gconstpointer b, gpointer data)
{
	const struct range *left = a;
	const struct range *right = b;

	(void)data;
	if (left->iova > right->iova + right->size)
		return 1;
	if (left->iova + left->size < right->iova)
		return -1;
	return 0;
}

static size_t in_use(void)
{
	struct mallinfo2 info = mallinfo2();

	return info.uordblks + info.hblkhd;
}

static void *make(uint32_t maps)
{
	struct world *w = malloc(sizeof(*w));

	(void)maps;
	if (!w)
		abort();
	w->tree = g_tree_new_full(compare, NULL, g_free, NULL);
	w->before = in_use();
	return w;
}

static void end(void *s)
{
	struct world *w = s;

	g_tree_destroy(w->tree);
	free(w);
}

static void insert(void *s, const struct iova_map *map)
{
	struct world *w = s;
	struct range *range;
	const struct range key = { map->iova, map->translated,
				   map->last - map->iova, map->perm };

	if (key.iova + key.size < key.iova || !key.perm ||
	    g_tree_lookup(w->tree, &key))
		abort();
	range = g_new0(struct range, 1);
	*range = key;
	g_tree_insert(w->tree, range, range);
}

static void take_out(void *s, const struct iova_map *map)
{
	struct world *w = s;
	const struct range key = { .iova = map->iova,
				   .size = map->last - map->iova };
	struct range *found;

	while ((found = g_tree_lookup(w->tree, &key)))
		g_tree_remove(w->tree, found);
}

static uint64_t find(void *s, uint64_t iova)
{
	struct world *w = s;
	const struct range key = { .iova = iova };
	const struct range *found = g_tree_lookup(w->tree, &key);

	return found->translated + (iova - found->iova);
}

static gboolean leads_there(gpointer key, gpointer value, gpointer data)
{
	const struct range *range = key;
	struct walk *walk = data;

	(void)value;
	if (range->translated > walk->wanted ||
	    range->translated + range->size < walk->wanted)
		return FALSE;
	walk->range = range;
	return TRUE;
}

static uint64_t reverse(void *s, uint64_t translated)
{
	struct world *w = s;
	struct walk walk = { .wanted = translated };

	g_tree_foreach(w->tree, leads_there, &walk);
	return walk.range->iova + (translated - walk.range->translated);
}

static gboolean leaves_room(gpointer key, gpointer value, gpointer data)
{
	const struct range *range = key;
	struct walk *walk = data;

	(void)value;
	if (range->iova - walk->next >= walk->wanted)
		return TRUE;
	walk->next = range->iova + range->size + 1;
	return FALSE;
}

static uint64_t alloc(void *s, uint64_t bytes)
{
	struct world *w = s;
	struct walk walk = { .wanted = bytes };
	struct iova_map map = { .perm = 3 };

	g_tree_foreach(w->tree, leaves_room, &walk);
	map.iova = walk.next;
	map.last = walk.next + bytes - 1;
	insert(w, &map);
	take_out(w, &map);
	return map.iova;
}

static size_t bytes_of(void *s)
{
	struct world *w = s;

	return in_use() - w->before;
}

const struct subject bench_gtree = {
	.name = "GTree",
	.make = make,
	.end = end,
	.insert = insert,
	.remove = take_out,
	.find = find,
	.reverse = reverse,
	.alloc = alloc,
	.bytes = bytes_of,
};
