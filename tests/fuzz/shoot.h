/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

/*
 * Shoot-downs in scalable mode: tables that several sources and PASIDs share
 * are used, edited, flushed as 6.9 asks of software (or more coarsely), and
 * used again. What comes between the edit and the end of the flush may see
 * either; after it there is but one right answer, the oracle's of that moment.
 * What need not be flushed (not present before, CM=0) is right at once. Now
 * and then the mode changes to legacy and back by SRTP.
 */
#ifndef TESTS_FUZZ_SHOOT_H
#define TESTS_FUZZ_SHOOT_H

#include <stdio.h>

#include "hist.h"
#include "rng.h"
#include "unit.h"

#define SHOOT_TABLES UINT64_C(0x100000)
#define SHOOT_SIZE   UINT64_C(0x100000)
#define SHOOT_SIDS   4u
#define SHOOT_PASIDS 3u
#define SHOOT_TREES  2u /* of the second stage */
#define SHOOT_LINES  40u

/* Domain ids: one tree of a stage has one for each way of using it (6.2.3.1) */
enum {
	SHOOT_DID_SS = 10,
	SHOOT_DID_FS = 20,
	SHOOT_DID_NESTED = 30,
	SHOOT_DID_PASS = 40
};

struct shoot_tree {
	uint64_t top;
	unsigned int levels;
	bool first_stage;
};

/* What an edit changed, as far as flushing is concerned. */
struct shoot_edit {
	uint64_t addr;
	unsigned int am; /* 2^am pages from addr */
	bool upper;      /* not leaf entries alone */
	bool fresh;      /* nothing that was present changed */
};

struct shoot_counts {
	uint64_t requests; /* judged */
	uint64_t loose;    /* not judged: a flush was outstanding */
	uint64_t passed;
	uint64_t edits[6]; /* FS, SS, PASID entry, context, mode, fresh */
	uint64_t flushes;
	uint64_t bad[8]; /* garbage descriptors by IQEI; [0]: good ones */
};

struct shoot {
	struct unit unit;
	struct rng rng;
	uint64_t memory[SHOOT_SIZE / 8];
	uint64_t queue[512];
	uint64_t next; /* free page */
	uint32_t status;
	uint64_t root[2];    /* legacy, scalable */
	bool scalable;       /* which one is in use */
	uint64_t context[2]; /* scalable: tables of devices 0-15 and 16-31 */
	uint64_t pasid_table[SHOOT_SIDS][2]; /* PASIDs 0-63, 64-127 */
	struct shoot_tree fs[SHOOT_PASIDS];
	struct shoot_tree ss[SHOOT_TREES];
	bool ssade;
	uint64_t seen_addr; /* of the last data access */
	uint32_t seen;
	bool seen_write;
	enum native_dma_result answer; /* and what else the request left */
	uint32_t fsts;
	uint64_t frcd[2];
	struct oracle_request req;
	struct oracle_result want;
	struct shoot_counts counts;
	struct fuzz_hist hist;
	char line[SHOOT_LINES][160];
	unsigned int lines;
};

bool shoot_has(const struct unit_model *model);
bool shoot_new(struct shoot *s, const struct unit_model *model);
void shoot_free(struct shoot *s);

/* Runs history @index of @seed; NULL if all is well, else what is wrong. */
const char *shoot_run(struct shoot *s, uint64_t seed, uint64_t index);
void shoot_print(const struct shoot *s, FILE *out);
bool shoot_report(const struct shoot *s, FILE *out);

/* shoot.c: a line for the report. */
__attribute__((format(printf, 2, 3))) void shoot_note(struct shoot *s,
						      const char *format, ...);

/* shoot_tables.c: all tables afresh; edits, which need no flush themselves. */
bool shoot_build(struct shoot *s);
extern const uint16_t shoot_sids[SHOOT_SIDS];
extern const uint32_t shoot_pasids[SHOOT_PASIDS];
uint64_t shoot_load(const struct shoot *s, uint64_t addr);
void shoot_store(struct shoot *s, uint64_t addr, uint64_t value);
uint64_t shoot_iova(struct shoot *s);
struct shoot_edit shoot_edit_tree(struct shoot *s, const struct shoot_tree *t);
uint64_t shoot_pasid_slot(const struct shoot *s, unsigned int sid,
			  unsigned int pasid);
uint64_t shoot_context_slot(const struct shoot *s, unsigned int sid);
void shoot_set_pasid(struct shoot *s, unsigned int sid, unsigned int pasid);

/* shoot_flush.c: 256-bit descriptors; false if they do not complete. */
bool shoot_flush_first(struct shoot *s, unsigned int pasid,
		       const struct shoot_edit *e);
bool shoot_flush_second(struct shoot *s, unsigned int tree,
			const struct shoot_edit *e);
bool shoot_flush_pasid(struct shoot *s, unsigned int pasid, uint64_t entry[2]);
bool shoot_flush_context(struct shoot *s, unsigned int sid);
bool shoot_flush_all(struct shoot *s);
/* Nothing but a wait. */
bool shoot_wait(struct shoot *s);

/* shoot_queue.c: a descriptor of random bits. */
const char *shoot_garbage(struct shoot *s);

#endif
