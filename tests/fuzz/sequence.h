/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

/*
 * Random histories of one block: table edits, invalidations of every scope by
 * register or queue, DMA, fault records left and cleared, descriptors of
 * random bits. After each step the block must have done what some right
 * order of events explains (expect.h), and nothing older.
 */
#ifndef TESTS_FUZZ_SEQUENCE_H
#define TESTS_FUZZ_SEQUENCE_H

#include <stdio.h>

#include "expect.h"
#include "fault_log.h"
#include "hist.h"

#define SEQUENCE_STEPS 250u
#define SEQUENCE_LINES 24u

/* How often each thing that a run must have met came up. */
struct sequence_counts {
	uint64_t requests;
	uint64_t ambiguous; /* more than one answer would have been right */
	uint64_t stale;     /* the answer was an older entry's */
	uint64_t flushes;
	uint64_t held; /* waits that had to wait for a request in flight */
	uint64_t overflows;
	uint64_t collapsed;
	uint64_t events;
	uint64_t good_garbage;
	uint64_t queue_error[8]; /* by IQEI */
};

/* Invalidation events (11.4.9): ICS.IWC, IECTL.IM and IP. */
struct sequence_waits {
	bool iwc;
	bool masked;
	bool held;
	uint32_t messages;
};

struct sequence {
	struct world *w;
	struct fault_log log;
	struct sequence_waits waits;
	struct expect expect;
	struct fuzz_hist hist;
	struct sequence_counts counts;
	char line[SEQUENCE_LINES][160]; /* the last steps, for a report */
	unsigned int lines;
	const char *wrong;
};

/*
 * Runs sequence @index of @seed. NULL if all went well, else what is wrong;
 * sequence_print() tells how it came to that.
 */
const char *sequence_run(struct sequence *s, uint64_t seed, uint64_t index);
void sequence_print(const struct sequence *s, FILE *out);

/* sequence.c: notes a line for the report. */
__attribute__((format(printf, 2, 3))) void
sequence_note(struct sequence *s, const char *format, ...);
/* sequence.c: the first thing that is wrong stays. Always returns false. */
bool sequence_fail(struct sequence *s, const char *wrong);

/* sequence_edit.c: changes tables in one of many ways. */
bool sequence_edit(struct sequence *s);
/* Attaches every source to some domain and maps some of its pages. */
void sequence_populate(struct sequence *s);
/* Changes something that @sid uses to reach @iova. */
bool sequence_edit_page(struct sequence *s, uint16_t sid, uint64_t iova);
bool sequence_edit_context(struct sequence *s, uint16_t sid);
/* A page of tables cannot be read for a while. */
bool sequence_break(struct sequence *s);
/* Gives a domain id another tree, with the flushes that this needs. */
bool sequence_renew(struct sequence *s);
/* An address from the few that a sequence works on. */
uint64_t sequence_iova(struct sequence *s);
uint16_t sequence_sid(struct sequence *s);

/* sequence_dma.c: one request, checked with all it leaves behind. */
bool sequence_dma(struct sequence *s);
/* The same to the page at @iova. */
bool sequence_dma_at(struct sequence *s, uint16_t sid, uint64_t iova);
/* A request that is in flight while its page is taken away. */
bool sequence_drain(struct sequence *s);
/* Software handles fault records, or masks the fault event. */
bool sequence_faults(struct sequence *s);

/* sequence_flush.c: invalidations of any kind. */
bool sequence_flush(struct sequence *s);
bool sequence_flush_this(struct sequence *s, const struct world_flush *f);
/* Flushes the leaf at @iova of the domain of @sid, sometimes with IH=1. */
bool sequence_flush_page(struct sequence *s, uint16_t sid, uint64_t iova);
struct world_flush sequence_pick_flush(struct sequence *s);
/* Many descriptors at once, the tail written while the queue is busy. */
bool sequence_flush_many(struct sequence *s);
/* A page or context is used, edited, flushed as software should, used. */
bool sequence_shoot_page(struct sequence *s);
bool sequence_shoot_context(struct sequence *s);

/* sequence_event.c: waits that interrupt, ICS, IECTL. */
bool sequence_events(struct sequence *s);
/* A wait with IF=1 has completed. */
void sequence_wait_done(struct sequence *s);
/* Has the unit sent as many messages as it should? */
bool sequence_check_events(struct sequence *s);

/* sequence_queue.c: what is no invalidation. */
bool sequence_garbage(struct sequence *s);

#endif
