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

/* Places in maker.page: second-stage tables of levels 1-5 lie in 1-5. */
enum {
	MAKER_ROOT,
	MAKER_CONTEXT = 6,
	MAKER_PASID_TABLE,
	MAKER_FS,
	MAKER_PAGES = MAKER_FS + MAKER_MAX_LEVEL + 1
};

/* case_scalable.c: what a case in scalable mode is made of. */
struct maker_scalable {
	uint64_t directory;
	uint32_t pasid;
	uint8_t fs_levels;
	uint8_t fs_leaf;
	uint8_t ss_leaf;
	bool supervisor;
	bool nested;
	bool ssade;
	bool eafe;
	bool snoop;
	bool wpe;
	uint64_t gpa[MAKER_MAX_LEVEL + 1]; /* first-stage tables; [0] page */
};

struct maker {
	struct rng rng;
	const struct fuzz_setup *setup;
	struct fuzz_case *c;
	uint64_t page[MAKER_PAGES];
	uint64_t pa;
	unsigned int width;
	struct maker_scalable s;
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

/* case_make.c: parts of a good case. */
unsigned int maker_levels(struct maker *m);
unsigned int maker_leaf(struct maker *m);
void maker_pages(struct maker *m);
void maker_target(struct maker *m);
void maker_kind(struct maker *m);
void maker_clear(struct maker *m, uint64_t addr, uint64_t bits);
/* Puts another address into an entry, keeping its flags. */
void maker_redirect(struct maker *m, uint64_t slot_addr, uint64_t to);
/* A page that no memory answers for. */
uint64_t maker_unreadable(struct maker *m);

/* case_aim.c: spoils what c->aim says. */
void maker_take_aim(struct maker *m);

/* case_scalable.c: a good case in scalable mode, with this PGTT. */
void maker_lay_scalable(struct maker *m, unsigned int pgtt);
uint64_t maker_scalable_context(const struct maker *m);
uint64_t maker_directory_slot(const struct maker *m);
uint64_t maker_pasid_slot(const struct maker *m);
uint64_t maker_fs_slot(const struct maker *m, unsigned int level);
uint64_t maker_ss_slot(const struct maker *m, unsigned int level,
		       uint64_t addr);
/* The input of the second stage that leads to the page. */
uint64_t maker_ss_input(const struct maker *m);
/* Is @pgtt one that the setup has? */
bool maker_has_pgtt(const struct maker *m, unsigned int pgtt);

/* case_spoil.c: makes a case in scalable mode, good or spoilt. */
void maker_scalable_case(struct maker *m, bool spoilt);

/* The lowest address bit that a table of @level resolves. */
static inline unsigned int maker_shift(unsigned int level)
{
	return 12 + 9 * (level - 1);
}

#endif
