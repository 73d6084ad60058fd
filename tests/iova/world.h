/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */
/*
 * Trees that share a pool, each beside its model. Every operation is done on
 * both; results, contents and what must hold inside are compared after it.
 * The first difference is printed and ends the program.
 */
#ifndef TESTS_IOVA_WORLD_H
#define TESTS_IOVA_WORLD_H

#include "iova_tree.h"
#include "model.h"

#define WORLD_TREES 3U

enum op {
	OP_INSERT,
	OP_REMOVE,
	OP_REMOVE_NEXT,
	OP_WHOLE,
	OP_WHOLE_NEXT,
	OP_FIND,
	OP_RANGE,
	OP_TRANSLATED,
	OP_FURTHER, /* the next one by translated address */
	OP_HOLE,
	OP_ALLOC,
	OP_CLEAR,
	OPS
};

struct step {
	enum op op;
	unsigned int tree;
	struct iova_map map; /* inserted, allocated; or the one to go on from */
	uint64_t first;
	uint64_t last;
	struct iova_hole want;
};

struct world {
	struct iova_branch *forward;
	struct iova_node *nodes;
	struct iova_branch *reverse; /* or NULL */
	struct iova_pool pool;
	struct iova_tree tree[WORLD_TREES];
	struct model model[WORLD_TREES];
	unsigned int trees;
	uint64_t ended[OPS][5]; /* by op and -error */
};

/* A pool for @maps mappings and @trees empty trees. */
void world_init(struct world *w, unsigned int trees, uint32_t maps,
		bool reverse);
void world_free(struct world *w);

/* One operation on both, and all that must hold. Returns its result. */
int world_do(struct world *w, const struct step *step);

/* Prints how often each operation ended how. */
void world_print(const struct world *w);

#endif
