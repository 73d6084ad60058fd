/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

/*
 * One scalable-mode translation, laid out at fixed places, so that a test may
 * name each word that it spoils. Entry values are written out from chapter 9.
 */
#ifndef TESTS_ORACLE_TABLES_H
#define TESTS_ORACLE_TABLES_H

#include "oracle_bench.h"

#define TABLES_PASID 0x41u                /* of requests with PASID */
#define TABLES_RID   0x2u                 /* RID_PASID */
#define TABLES_IOVA  UINT64_C(0x12345000) /* input */
#define TABLES_GPA   UINT64_C(0x12340000) /* of guest memory when nested */
#define TABLES_PAGE  UINT64_C(0xabcde000) /* output */

/* Words of the translation of requests without PASID. */
enum tables_word {
	WORD_ROOT, /* the lower half */
	WORD_ROOT_UPPER,
	WORD_CONTEXT,
	WORD_CONTEXT1,
	WORD_CONTEXT2,
	WORD_CONTEXT3,
	WORD_DIRECTORY,
	WORD_PASID,
	WORD_PASID1,
	WORD_PASID2,
	WORD_PASID3,
	WORD_PASID7,
	WORD_FS5,
	WORD_FS4,
	WORD_FS3,
	WORD_FS2,
	WORD_FS1,
	WORD_SS5,
	WORD_SS4,
	WORD_SS3,
	WORD_SS2,
	WORD_SS1,        /* of the page */
	WORD_SS1_TOP,    /* nested: of the first table of the first stage */
	WORD_SS1_MIDDLE, /* nested: of its table of level 2 */
	WORD_NONE,
};

enum tables_pgtt {
	PGTT_FIRST = 1,
	PGTT_SECOND = 2,
	PGTT_NESTED = 3,
	PGTT_PASS = 4,
};

extern const struct oracle_caps tables_caps; /* everything */

/* A page at TABLES_IOVA: R, W, U/S everywhere, no A, EA or D anywhere. */
void oracle_tables(enum tables_pgtt pgtt, unsigned int fs_levels,
		   unsigned int ss_levels);

uint64_t oracle_tables_at(enum tables_word word);

/* Changes bits of a word. */
void oracle_tables_edit(enum tables_word word, uint64_t clear, uint64_t set);

/* The request is one with PASID, which has the same PASID entry. */
void oracle_tables_with_pasid(void);

#endif
