/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

/*
 * One fuzz case: a set of tables and one request. It is plain data, made from
 * a seed and an index alone, so that the oracle, QEMU and the engine can each
 * be given exactly the same thing and any of them can be asked again later.
 * Memory that no word of the case names reads as 0.
 */
#ifndef TESTS_FUZZ_CASE_H
#define TESTS_FUZZ_CASE_H

#include "../oracle/oracle.h"

#define FUZZ_WORDS 64

/* Where things lie; tables and data never overlap. */
#define FUZZ_MEM_SIZE    UINT64_C(0x4000000) /* beyond: no access succeeds */
#define FUZZ_TABLE_BASE  UINT64_C(0x0c00000)
#define FUZZ_TABLE_PAGES 24u
#define FUZZ_DIR_BASE    UINT64_C(0x1000000) /* PASID directories */
#define FUZZ_DATA_BASE   UINT64_C(0x2000000)

struct fuzz_word {
	uint64_t addr;
	uint64_t value;
};

/* What a case is aimed at; the oracle says what it really does. */
enum fuzz_aim {
	FUZZ_AIM_PASS,
	FUZZ_AIM_PASS_THROUGH,
	FUZZ_AIM_CHAOS, /* a good case with a few random bits flipped */
	FUZZ_AIM_LRT_1,
	FUZZ_AIM_LRT_2,
	FUZZ_AIM_LRT_3,
	FUZZ_AIM_LCT_1,
	FUZZ_AIM_LCT_2,
	FUZZ_AIM_LCT_3,
	FUZZ_AIM_LCT_4,
	FUZZ_AIM_LGN_1,
	FUZZ_AIM_LGN_2,
	FUZZ_AIM_LGN_3,
	FUZZ_AIM_LGN_4,
	FUZZ_AIM_LSS_1,
	FUZZ_AIM_LSS_2,
	/* Not in the repertoire of QEMU's device or unit. */
	FUZZ_AIM_REQUEST, /* PASID, translated, interrupt range */
	FUZZ_AIM_MODE,    /* RTADDR.TTM */
	FUZZ_AIMS,
	FUZZ_AIM_SCALABLE, /* in scalable mode, good or spoilt */
};

/* The unit a case is made for. */
struct fuzz_setup {
	struct oracle_caps caps;
	uint8_t pmr;  /* CAP.PLMR and CAP.PHMR */
	uint8_t sids; /* number of source ids in use, 1 .. 4 */
	uint8_t wide; /* also what QEMU cannot do: every kind and aim */
	uint16_t sid[4];
};

struct fuzz_case {
	uint64_t seed;
	uint64_t index;
	uint64_t rtaddr;
	struct oracle_request req;
	uint8_t te;
	uint8_t aim; /* enum fuzz_aim */
	uint8_t levels;
	uint8_t leaf; /* level of the leaf */
	uint8_t words;
	uint8_t pgtt; /* scalable mode, else 0 */
	uint8_t pmr;  /* the ranges below are protected */
	struct fuzz_word word[FUZZ_WORDS];
	uint64_t pmr_low[2]; /* base and limit, in units of 2 MiB */
	uint64_t pmr_high[2];
	uint64_t no_update; /* locked updates of this word fail; 0: none */
	/*
	 * Software changes these bits of this word (0: none) just before the
	 * first locked update of it, which is lost.
	 */
	uint64_t race;
	uint64_t race_bits;
};

/* Makes case @index of @seed; the same arguments give the same case. */
void fuzz_case_make(const struct fuzz_setup *setup, uint64_t seed,
		    uint64_t index, struct fuzz_case *c);

/* What lies at @addr (8-byte aligned). */
uint64_t fuzz_case_load(const struct fuzz_case *c, uint64_t addr);

/* Sets one word; the case keeps it if it still has room for it. */
void fuzz_case_store(struct fuzz_case *c, uint64_t addr, uint64_t value);

/* An oracle_memory read function; @ctx is the case. */
bool fuzz_case_read(void *ctx, uint64_t addr, void *buf, size_t len);

/* What software has programmed; memory is the case's. */
struct oracle_state fuzz_case_state(const struct fuzz_setup *setup,
				    const struct fuzz_case *c);

/* Asks the oracle. */
void fuzz_case_oracle(const struct fuzz_setup *setup, const struct fuzz_case *c,
		      struct oracle_result *res);

/* Sizes of the structures, for callers that are not written in C. */
size_t fuzz_case_sizeof(void);
size_t fuzz_setup_sizeof(void);
size_t oracle_result_sizeof(void);

#endif
