/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

/*
 * A guest whose tables have a history. The engine may cache, so after an edit
 * the old value of an entry is as good an answer as the new one, until an
 * invalidation that covers it has completed. The world remembers old values
 * and completed invalidations; expect.h turns both into the set of answers
 * that are right at this moment.
 *
 * Guest memory holds only tables, the invalidation queue and a status word;
 * any other read of a table fails, as from an address where nothing is. Data
 * needs no storage: DATA_LEN bytes, a length no table access has, are always
 * accepted and only noted.
 */
#ifndef TESTS_FUZZ_WORLD_H
#define TESTS_FUZZ_WORLD_H

#include "../lib/tables.h"
#include "rng.h"
#include "unit.h"

/* Many bits away from any table: a spoiled pointer must not lead here. */
#define WORLD_QUEUE      UINT64_C(0x5a5a50000)
#define WORLD_STATUS     UINT64_C(0x5a5a51000)
#define WORLD_TABLES     UINT64_C(0x100000)
#define WORLD_TABLE_SIZE UINT64_C(0x100000)
#define WORLD_WORDS      (WORLD_TABLE_SIZE / 8)
#define WORLD_DATA_LEN   5u

#define WORLD_SIDS    6u
#define WORLD_DOMAINS 4u
#define WORLD_DIDS    (WORLD_DOMAINS + 1u) /* the last is for pass-through */
#define WORLD_PASTS   6u
#define WORLD_FLUSHES 256u

extern const uint16_t world_sids[WORLD_SIDS];
extern const uint16_t world_dids[WORLD_DIDS];

/* What a word held, up to and without the moment @until. */
struct world_past {
	uint64_t value;
	uint32_t until;
};

struct world_word {
	uint32_t epoch; /* pasts are of another life of the world if older */
	uint32_t pasts; /* oldest first */
	struct world_past past[WORLD_PASTS];
};

/* A completed invalidation. */
struct world_flush {
	uint32_t time;
	bool context;  /* else IOTLB */
	uint8_t scope; /* enum unit_scope */
	uint8_t fm;
	uint8_t am;
	bool ih;
	uint16_t did;
	uint16_t sid;
	uint64_t addr;
};

struct world_domain {
	uint64_t top; /* 0: not made yet */
	unsigned int levels;
};

/* The last access of a device that reached memory. */
struct world_seen {
	uint64_t addr;
	uint32_t count;
	bool write;
};

struct world {
	struct unit unit;
	struct rng rng;
	struct tables tables;
	bool queued; /* invalidations go by the queue */
	uint32_t now;
	uint32_t epoch;
	struct world_domain domain[WORLD_DOMAINS];
	struct world_flush flush[WORLD_FLUSHES];
	unsigned int flushes;
	struct world_seen seen;
	uint32_t status;     /* last word the unit wrote to WORLD_STATUS */
	uint32_t messages;   /* interrupt messages since the start */
	uint64_t queue[512]; /* one page of 128-bit descriptors */
	uint64_t memory[WORLD_WORDS];
	struct world_word word[WORLD_WORDS];
	uint64_t broken; /* a page that cannot be read, or 0 */
	bool full;       /* a history ran out: everything must be flushed */
};

/* Powers on; @w is large, so it comes from the caller. */
bool world_new(struct world *w, const struct unit_model *model);
void world_free(struct world *w);

/*
 * Starts over with empty tables and TE=1; @queued chooses how invalidations
 * are given. False if the unit does not come up.
 */
bool world_start(struct world *w, struct rng rng, bool queued);

/* What the word at @addr held at @time; false if no memory is there. */
bool world_value(const struct world *w, uint64_t addr, uint32_t time,
		 uint64_t *value);

/* The moments at which the word at @addr changed; returns how many. */
unsigned int world_changes(const struct world *w, uint64_t addr,
			   uint32_t times[WORLD_PASTS]);

/* An edit of tables, or of one word, is one moment. */
void world_tick(struct world *w);
void world_store(struct world *w, uint64_t addr, uint64_t value);

/*
 * Gives the invalidation to the unit, waits for it, remembers it. False if
 * it did not complete.
 */
bool world_flush(struct world *w, const struct world_flush *f);
bool world_flush_all(struct world *w);
/* Remembers one that was given in another way and has completed. */
void world_flushed(struct world *w, const struct world_flush *f);

/* True if @f reaches the context entry of @sid that had @did. */
bool world_flush_context(const struct world_flush *f, uint16_t sid,
			 uint16_t did);
/* True if @f reaches translations of @addr in domain @did. */
bool world_flush_page(const struct world_flush *f, uint16_t did, uint64_t addr);

#endif
