/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "model.h"

#include <string.h>

static bool overlap(const struct iova_map *map, uint64_t first, uint64_t last)
{
	return map->iova <= last && map->last >= first;
}

static void take_out(struct model *m, unsigned int at)
{
	m->count--;
	memmove(&m->map[at], &m->map[at + 1],
		(m->count - at) * sizeof(m->map[0]));
}

static void put_in(struct model *m, struct iova_map map)
{
	unsigned int at = 0;

	while (at < m->count && m->map[at].iova < map.iova)
		at++;
	memmove(&m->map[at + 1], &m->map[at],
		(m->count - at) * sizeof(m->map[0]));
	m->map[at] = map;
	m->count++;
}

/* Index of the lowest that overlaps, or the number of mappings. */
static unsigned int lowest(const struct model *m, uint64_t first, uint64_t last)
{
	unsigned int at = 0;

	while (at < m->count && !overlap(&m->map[at], first, last))
		at++;
	return at;
}

int model_insert(struct model *m, const struct iova_map *map, uint32_t left)
{
	if (map->last < map->iova || !map->perm ||
	    map->translated + (map->last - map->iova) < map->translated)
		return IOVA_INVALID;
	if (lowest(m, map->iova, map->last) < m->count)
		return IOVA_OVERLAP;
	if (!left)
		return IOVA_NO_SPACE;
	put_in(m, *map);
	return IOVA_OK;
}

int model_remove_next(struct model *m, uint64_t first, uint64_t last,
		      uint32_t left, struct iova_map *gone)
{
	unsigned int at = lowest(m, first, last);
	struct iova_map map, rest;

	if (first > last)
		return IOVA_INVALID;
	if (at == m->count)
		return IOVA_NOT_FOUND;
	map = m->map[at];
	if (map.iova < first && map.last > last && !left)
		return IOVA_NO_SPACE;
	take_out(m, at);
	*gone = map;
	if (map.iova < first) {
		rest = map;
		rest.last = first - 1;
		put_in(m, rest);
		gone->iova = first;
		gone->translated += first - map.iova;
	}
	if (map.last > last) {
		rest = map;
		rest.iova = last + 1;
		rest.translated += last + 1 - map.iova;
		put_in(m, rest);
		gone->last = last;
	}
	return IOVA_OK;
}

int model_remove(struct model *m, uint64_t first, uint64_t last, uint32_t left)
{
	struct iova_map gone;
	int err = model_remove_next(m, first, last, left, &gone);

	if (err)
		return err;
	while (!model_remove_next(m, first, last, 1, &gone))
		;
	return IOVA_OK;
}

int model_remove_whole_next(struct model *m, uint64_t first, uint64_t last,
			    struct iova_map *gone)
{
	unsigned int at = lowest(m, first, last);

	if (first > last)
		return IOVA_INVALID;
	if (at == m->count)
		return IOVA_NOT_FOUND;
	*gone = m->map[at];
	take_out(m, at);
	return IOVA_OK;
}

int model_remove_whole(struct model *m, uint64_t first, uint64_t last)
{
	struct iova_map gone;
	int err = model_remove_whole_next(m, first, last, &gone);

	if (err)
		return err;
	while (!model_remove_whole_next(m, first, last, &gone))
		;
	return IOVA_OK;
}

int model_find_range(const struct model *m, uint64_t first, uint64_t last,
		     struct iova_map *map)
{
	unsigned int at = lowest(m, first, last);

	if (first > last)
		return IOVA_INVALID;
	if (at == m->count)
		return IOVA_NOT_FOUND;
	*map = m->map[at];
	return IOVA_OK;
}

static bool before(const struct iova_map *a, const struct iova_map *b)
{
	if (a->translated != b->translated)
		return a->translated < b->translated;
	return a->iova < b->iova;
}

int model_translated(const struct model *m, const struct iova_map *after,
		     uint64_t first, uint64_t last, struct iova_map *map)
{
	const struct iova_map *found = NULL;

	if (first > last)
		return IOVA_INVALID;
	for (unsigned int at = 0; at < m->count; at++) {
		const struct iova_map *map_at = &m->map[at];
		uint64_t end = map_at->translated + map_at->last - map_at->iova;

		if (map_at->translated > last || end < first)
			continue;
		if (after && !before(after, map_at))
			continue;
		if (!found || before(map_at, found))
			found = map_at;
	}
	if (!found)
		return IOVA_NOT_FOUND;
	*map = *found;
	return IOVA_OK;
}

struct gap {
	uint64_t first;
	uint64_t last;
	bool none;
};

/* The first gap begins at 0, each further one behind a mapping. */
static struct gap gap_at(const struct model *m, unsigned int at)
{
	struct gap gap = { 0, UINT64_MAX, false };

	if (at) {
		gap.first = m->map[at - 1].last + 1;
		gap.none = !gap.first;
	}
	if (at < m->count) {
		gap.last = m->map[at].iova - 1;
		gap.none |= m->map[at].iova == gap.first;
	}
	return gap;
}

static bool fits(struct gap gap, const struct iova_hole *want, uint64_t *iova)
{
	uint64_t at;

	if (gap.none)
		return false;
	if (gap.first < want->begin)
		gap.first = want->begin;
	if (gap.last > want->end)
		gap.last = want->end;
	at = gap.first;
	if (at % want->align)
		at += want->align - at % want->align;
	if (at < gap.first || at > gap.last || gap.last - at < want->span)
		return false;
	*iova = at;
	return true;
}

/* Mappings that begin at @iova or before: the gap in question lies behind. */
static unsigned int begun(const struct model *m, uint64_t iova)
{
	unsigned int at = 0;

	while (at < m->count && m->map[at].iova <= iova)
		at++;
	return at;
}

/*
 * Neither the gap at want->begin nor the one behind all mappings is counted;
 * of the others, those that are large enough whatever their alignment.
 */
int model_hole(const struct model *m, const struct iova_hole *want,
	       uint64_t *iova)
{
	unsigned int first = begun(m, want->begin);
	unsigned int tries = 0;

	if (want->begin > want->end || !want->align ||
	    want->align & (want->align - 1))
		return IOVA_INVALID;
	for (unsigned int at = first; at <= m->count; at++) {
		struct gap gap = gap_at(m, at);
		uint64_t more = gap.last - gap.first;

		if (at > first && at < m->count && !gap.none &&
		    more >= want->span && tries++ >= IOVA_TREE_ALIGN_TRIES &&
		    more - want->span < want->align - 1)
			continue;
		if (fits(gap, want, iova))
			return IOVA_OK;
	}
	return IOVA_NO_SPACE;
}
