/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

/*
 * The set of right answers to one request in a world whose tables changed.
 *
 * Every entry of a walk may be the one in memory, or an older one that no
 * completed invalidation has reached since (6.2). An older value that ends
 * the walk as not present or erroneous is never right: such entries are not
 * cached (6.1). The set is found by asking the oracle once for each mixture.
 */
#ifndef TESTS_FUZZ_EXPECT_H
#define TESTS_FUZZ_EXPECT_H

#include "world.h"

#define EXPECT_MAX 64u

struct expect {
	unsigned int answers;
	bool stale[EXPECT_MAX]; /* the mixture has an older entry in it */
	struct oracle_result answer[EXPECT_MAX];
	bool open; /* more mixtures than are worth trying: anything goes */
};

void expect_find(struct world *w, const struct oracle_request *req,
		 struct expect *e);

#endif
