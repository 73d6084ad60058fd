/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */
/*
 * The same operations as iova_tree.h over a sorted array, as plainly as can be:
 * nothing in it is fast, and nothing is shared with the trees.
 */
#ifndef TESTS_IOVA_MODEL_H
#define TESTS_IOVA_MODEL_H

#include "iova_tree.h"

#define MODEL_MAPS 2048U

struct model {
	unsigned int count;
	struct iova_map map[MODEL_MAPS];
};

/* @left: nodes that the pool still has. */
int model_insert(struct model *m, const struct iova_map *map, uint32_t left);
int model_remove(struct model *m, uint64_t first, uint64_t last, uint32_t left);
int model_remove_next(struct model *m, uint64_t first, uint64_t last,
		      uint32_t left, struct iova_map *gone);
int model_remove_whole(struct model *m, uint64_t first, uint64_t last);
int model_remove_whole_next(struct model *m, uint64_t first, uint64_t last,
			    struct iova_map *gone);
int model_find_range(const struct model *m, uint64_t first, uint64_t last,
		     struct iova_map *map);
int model_translated(const struct model *m, const struct iova_map *after,
		     uint64_t first, uint64_t last, struct iova_map *map);

/* First fit without any bound; see iova_tree_find_hole(). */
int model_hole(const struct model *m, const struct iova_hole *want,
	       uint64_t *iova);

#endif
