/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

/*
 * Fuzz cases (case.h) in the engine: each is one request into an engine whose
 * caches were just flushed, so the oracle's answers are the only right ones.
 * Checked are the answer to the device, the address and the bytes that
 * memory saw, the fault record with every defined bit, and the accessed and
 * dirty bits of all tables.
 */
#ifndef TESTS_FUZZ_NATIVE_CASE_H
#define TESTS_FUZZ_NATIVE_CASE_H

#include <stdio.h>

#include "hist.h"
#include "unit.h"

#define CASE_QUEUE UINT64_C(0x7f000000) /* where no case has memory */

/* What memory saw during one request. */
struct case_traffic {
	uint64_t addr;
	uint32_t len;
	uint32_t writes;
	uint32_t reads;
	uint8_t data[8];
};

struct case_runner {
	struct unit_model model;
	struct unit unit;
	struct fuzz_setup setup;
	struct fuzz_case c;
	struct fuzz_case now; /* c with what the engine changed: its memory */
	uint64_t queue[512];  /* of models with scalable mode */
	bool queue_on;
	bool queue_seen; /* it is part of memory just now */
	bool protects;
	uint32_t status;
	enum native_dma_result answer;
	uint8_t data[128]; /* of the request */
	uint32_t fsts;     /* what it left */
	uint64_t frcd[2];
	struct oracle_result want;
	struct case_traffic seen;
	uint64_t pattern; /* what a watched read finds in memory */
	uint32_t length;  /* bytes of the request */
	bool raced;       /* an update was lost in this case */
	uint64_t races;   /* and in all of them */
};

/* Nothing is known of the queue any more: somebody wrote registers. */
void case_runner_lost(struct case_runner *r);

/* Powers a block on as @model; false if it does not come up. */
bool case_runner_new(struct case_runner *r, const struct unit_model *model);
void case_runner_free(struct case_runner *r);

/*
 * Runs case @index of @seed. Returns NULL if all is as the oracle says, else
 * what is wrong; r->c and r->want then tell the rest.
 */
const char *case_run(struct case_runner *r, uint64_t seed, uint64_t index);

/* The same for a case that somebody else made. */
const char *case_run_this(struct case_runner *r, const struct fuzz_case *c);

/*
 * Parts, for requests of another kind: the tables of @r->c are put in force;
 * the interrupt-entry cache is flushed, all of it or what covers one index;
 * what a request left in the registers is taken into @r, a record cleared; the
 * index of the next record follows.
 */
bool case_prepare(struct case_runner *r);
bool case_flush_interrupts(struct case_runner *r);
bool case_flush_interrupt(struct case_runner *r, uint32_t index);
const char *case_look(struct case_runner *r);
void case_next_record(struct case_runner *r);

/* A runner for other callers than C, with the capabilities of @setup. */
struct case_runner *fuzz_engine_new(const struct fuzz_setup *setup);
void fuzz_engine_free(struct case_runner *r);

/* Prints the request, the walk and the outcome that was expected. */
void case_print(const struct case_runner *r, FILE *out);

#endif
