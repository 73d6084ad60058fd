/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

/*
 * Between case_make.c, which lays out a good case with everything random that
 * a translation must not look at, and case_aim.c, which then spoils one thing
 * in it. So most cases get deep into the walk, which flipping random bits
 * alone would not do.
 */
#ifndef TESTS_FUZZ_CASE_MAKER_H
#define TESTS_FUZZ_CASE_MAKER_H

#include "case.h"
#include "rng.h"

#define MAKER_P         UINT64_C(1) /* of a root or context entry */
#define MAKER_R         UINT64_C(1)
#define MAKER_W         UINT64_C(2)
#define MAKER_RW        UINT64_C(3)
#define MAKER_PS        UINT64_C(0x80)
#define MAKER_FPD       UINT64_C(2)
#define MAKER_TT_SHIFT  2
#define MAKER_MAX_LEVEL 5

struct maker {
	struct rng rng;
	const struct fuzz_setup *setup;
	struct fuzz_case *c;
	uint64_t page[MAKER_MAX_LEVEL +
		      2]; /* [0] root, [1..5] levels, [6] context */
	uint64_t pa;
	unsigned int width;
};

/* case_make.c: the addresses of entries on the way of the request. */
uint64_t maker_root_slot(const struct maker *m);
uint64_t maker_context_slot(const struct maker *m);
uint64_t maker_slot(const struct maker *m, unsigned int level);

/* case_make.c: sets bits of the word at @addr. */
void maker_set(struct maker *m, uint64_t addr, uint64_t bits);

/* case_make.c: paging entries from the top to the leaf, for m->pa. */
void maker_lay_paging(struct maker *m);

/* case_make.c: one random bit of @hi..@lo; some bits of @bits, or none. */
uint64_t maker_bit(struct maker *m, unsigned int lo, unsigned int hi);
uint64_t maker_ignored(struct maker *m, uint64_t bits);

/* case_aim.c: spoils what c->aim says. */
void maker_take_aim(struct maker *m);

/* The lowest address bit that a table of @level resolves. */
static inline unsigned int maker_shift(unsigned int level)
{
	return 12 + 9 * (level - 1);
}

#endif
