/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */
/*
 * What must hold in a pool and its trees between two operations.
 */
#ifndef TESTS_LIB_IOVA_CHECK_H
#define TESTS_LIB_IOVA_CHECK_H

#include "iova_tree.h"

/*
 * The first thing found wrong, or NULL: order, links, balance, best values and
 * ends of each tree, and every node of @pool in one tree or free.
 */
const char *iova_check(const struct iova_pool *pool,
		       const struct iova_tree *trees, unsigned int count);

/* Nodes from the root to the deepest leaf of the forward tree. */
unsigned int iova_check_height(const struct iova_tree *tree);

#endif
