/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "shadow.h"

/* Where the differ is, in this turn. */
struct differ {
	struct shadow_walk walk;
	struct shadow_piece piece; /* what the tables say */
	uint64_t seen; /* told is the lowest that ends here or behind it */
	uint32_t told; /* place in the tree; 0: none */
	bool sought;
};

/* The rest of the run begins behind @last. */
static void advance(struct vtd_client *c, uint64_t last)
{
	if (last >= c->todo.last)
		c->running = false;
	else
		c->todo.first = last + 1;
}

static bool begin(struct vtd_client *c)
{
	if (!c->running) {
		c->running = notify_take(c, &c->todo);
		c->backs = 0;
	}
	return c->running;
}

/*
 * The lowest mapping told that ends at @from or behind. Going up, it is this
 * one or the next one; the guest may make the tables jump back.
 */
static void seek(const struct vtd_client *c, struct differ *d, uint64_t from,
		 struct iova_map *map)
{
	map->iova = ~UINT64_C(0);
	if (!d->sought || from < d->seen)
		d->told = iova_tree_seek(&c->tree, from);
	d->sought = true;
	d->seen = from;
	for (; d->told; d->told = iova_tree_next(&c->tree, d->told)) {
		iova_tree_get(&c->tree, d->told, map);
		if (map->last >= from)
			return;
	}
}

static bool same(const struct iova_map *map, const struct shadow_piece *p)
{
	return map->iova == p->first && map->last == p->last &&
	       map->translated == p->translated && map->perm == p->perm;
}

static void tell_map(struct vtd *v, struct vtd_client *c,
		     const struct shadow_piece *p)
{
	uint64_t words[4] = { 0, p->first | p->perm, p->last, p->translated };
	const struct iova_map map = { p->first, p->last, p->translated, p->perm,
				      0 };

	_Static_assert(VTD_SS_R == 1 && VTD_SS_W == 2, "as CLIENT_MAP has it");
	if (!notify_may_send(v, c, 3))
		return;
	if (iova_tree_insert(&c->tree, &map)) {
		notify_lose(v, c, VTD_CLIENT_POOL);
		return;
	}
	notify_send(v, c, GATE_MSG_OUT_CLIENT_MAP, words, 3);
	advance(c, p->last);
}

/*
 * Takes back the whole of what was told as one, as not every client can take
 * half. What of it lies outside of the run is to be looked at as well.
 */
static void tell_unmap(struct vtd *v, struct vtd_client *c,
		       const struct iova_map *map)
{
	uint64_t words[3] = { 0, map->iova, map->last };

	if (!notify_may_send(v, c, 2))
		return;
	if (map->iova < c->todo.first && ++c->backs > VTD_DIFFER_BACKS) {
		notify_lose(v, c, VTD_CLIENT_RACE);
		return;
	}
	notify_send(v, c, GATE_MSG_OUT_CLIENT_UNMAP, words, 2);
	(void)!iova_tree_remove_whole(&c->tree, map->iova, map->last);
	if (map->iova < c->todo.first)
		c->todo.first = map->iova;
	if (map->last > c->todo.last)
		c->todo.last = map->last;
}

/* One piece of the tables against the tree. False: the turn is over. */
static bool compare(struct vtd *v, struct vtd_client *c, struct differ *d)
{
	struct shadow_piece *p = &d->piece;
	struct iova_map map;

	shadow_look(v, c, &d->walk, c->todo.first, p);
	if (!p->perm && p->last > c->todo.last)
		p->last = c->todo.last;
	seek(c, d, p->first, &map);
	if (d->told && map.iova <= p->last && !(p->perm && same(&map, p))) {
		tell_unmap(v, c, &map);
		return false;
	}
	if (p->perm && !(d->told && map.iova <= p->last)) {
		tell_map(v, c, p);
		return false;
	}
	advance(c, p->last);
	return true;
}

/* Reading entries is a turn of its own. */
static void resolve(struct vtd *v, struct vtd_client *c)
{
	bool changed = shadow_resolve(v, c);

	if (c->space == VTD_CLIENT_STAGED)
		notify_lose(v, c, VTD_CLIENT_STAGE);
	else if (changed)
		notify_mark_whole(v, c);
}

void shadow_step(struct vtd *v, struct vtd_client *c)
{
	struct differ d;

	if (c->resolve) {
		resolve(v, c);
		return;
	}
	shadow_walk_begin(c, &d.walk);
	d.sought = false;
	for (unsigned int looks = 0; looks < VTD_DIFFER_LOOKS; looks++)
		if (d.walk.words >= VTD_DIFFER_WORDS || !begin(c) ||
		    !compare(v, c, &d))
			break;
	shadow_walk_end(c, &d.walk);
}
