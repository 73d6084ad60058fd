/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */
/*
 * Two trees over a small pool, for tests of iova_tree. Pages are numbered;
 * page n is mapped to MAPS_TO + n unless a test says otherwise.
 */
#ifndef TESTS_UNIT_MAPS_H
#define TESTS_UNIT_MAPS_H

#include "groups.h"

#include "iova_tree.h"

#define MAPS_ENTRIES 65U
#define MAPS_TO      0x100U

struct maps {
	struct iova_branch forward[MAPS_ENTRIES];
	struct iova_node nodes[MAPS_ENTRIES];
	struct iova_branch reverse[MAPS_ENTRIES];
	struct iova_pool pool;
	struct iova_tree tree[2];
};

/* A pool for @count mappings with reverse lookup. */
void maps_init(struct maps *m, uint32_t count);

/* The same without. */
void maps_init_plain(struct maps *m, uint32_t count);

/* [@first, @last] in pages. */
struct iova_map maps_of(uint64_t first, uint64_t last);

/* Inserts it into the first tree; it must succeed. */
void maps_insert(struct maps *m, uint64_t first, uint64_t last);

/* The first tree holds exactly these pairs of pages, and all is in order. */
void maps_expect(const struct maps *m, unsigned int count,
		 const uint64_t pages[][2]);

/* What must hold in the pool and both trees. */
void maps_check(const struct maps *m);

#endif
