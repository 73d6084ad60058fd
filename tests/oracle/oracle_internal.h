/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

/*
 * Between the oracle's files. A stage takes the walk so far and either ends
 * it (returns false, the result tells how) or hands it on (returns true).
 */
#ifndef TESTS_ORACLE_INTERNAL_H
#define TESTS_ORACLE_INTERNAL_H

#include "oracle.h"

/* RTADDR_REG.TTM, 11.4.5 */
#define ORACLE_TTM_LEGACY   0
#define ORACLE_TTM_SCALABLE 1
#define ORACLE_TTM_ABORT    3

/* An entry that needs bits set, and may have to wait for it. */
struct oracle_update {
	uint8_t step;
	bool first_stage;
	bool no_write;   /* nested: the second stage lacks W for it */
	uint8_t ss_leaf; /* nested: step of the second-stage leaf under it */
	uint64_t bits;
};

/* What a PASID entry says about translation; legacy mode uses the SS part. */
struct oracle_space {
	uint64_t fs_root;
	uint64_t ss_root;
	unsigned int fs_levels;
	unsigned int ss_levels;
	unsigned int ss_width; /* min(MGAW, AW) */
	bool nested;
	bool wpe;
	bool eafe;
	bool ssade;
	bool snoop; /* walks do */
};

struct oracle_walk {
	const struct oracle_state *state;
	const struct oracle_request *req;
	struct oracle_result *res;
	bool scalable;
	bool supervisor;
	struct oracle_space space;
	unsigned int dirties; /* steps of leaves that get D, at most two */
	uint8_t dirty[2];
	unsigned int updates;
	struct oracle_update update[ORACLE_STEPS];
};

/* One way through the second stage. */
struct oracle_ss {
	uint64_t addr; /* input */
	bool read;     /* what the access needs */
	bool write;
	bool zero_length; /* a read that W alone satisfies if CAP.ZLR */
	bool dirty;       /* bits: D must be set too, or may be */
	bool may_dirty;
	enum oracle_reason unreadable_top;
	enum oracle_reason no_read;
	enum oracle_reason no_write;
	/* Results. */
	uint64_t host;
	uint64_t page_size;
	bool may_read;
	bool may_write;
	uint8_t leaf; /* step */
};

/* Bits hi..lo of @value, as the specification writes a field. */
static inline uint64_t oracle_bits(uint64_t value, unsigned int hi,
				   unsigned int lo)
{
	return value >> lo & (~UINT64_C(0) >> (63 - (hi - lo)));
}

/* All bits from @bit upwards. */
static inline uint64_t oracle_from_bit(unsigned int bit)
{
	return bit > 63 ? 0 : ~UINT64_C(0) << bit;
}

/* 3.6, 3.7: a level resolves 9 bits; level 1 lies above the 4 KiB offset. */
static inline unsigned int oracle_page_shift(unsigned int level)
{
	return 12 + 9 * (level - 1);
}

/* Bits HAW-1:12, an address that an entry holds. */
static inline uint64_t oracle_pointer(const struct oracle_walk *w,
				      uint64_t entry)
{
	return entry & ~oracle_from_bit(w->state->caps.haw) & ~UINT64_C(0xfff);
}

/* oracle.c: the other answer to @question? Notes that it was asked. */
bool oracle_other(struct oracle_walk *w, enum oracle_question question);

/* oracle.c: ends the walk. Always false, so that stages can return it. */
bool oracle_end(struct oracle_walk *w, enum oracle_outcome outcome,
		uint64_t addr);
bool oracle_fault(struct oracle_walk *w, enum oracle_reason reason);

/*
 * oracle.c: reads one entry of @len bytes and notes the step; NULL when the
 * access failed.
 */
struct oracle_step *oracle_read(struct oracle_walk *w, enum oracle_table table,
				unsigned int level, uint64_t addr, size_t len);

/*
 * oracle.c: the output address check (3.15), the updates that are left, and
 * protected memory (11.4.8); then passes the request.
 */
bool oracle_output(struct oracle_walk *w, uint64_t addr);

/* oracle_legacy.c: root entry to the end, TTM = 00b. */
bool oracle_legacy(struct oracle_walk *w);

/* oracle_scalable.c: root entry to the end, TTM = 01b. */
bool oracle_scalable(struct oracle_walk *w);

/* oracle_first.c: the walk of w->space.fs_root, nested or not, to the end. */
bool oracle_first_stage(struct oracle_walk *w);

/*
 * oracle_second.c: walks the tables of w->space for @ss->addr and fills in the
 * results of @ss.
 */
bool oracle_second_stage(struct oracle_walk *w, struct oracle_ss *ss);

/* oracle_second.c: the page of the request, to the end. */
bool oracle_second_stage_page(struct oracle_walk *w, uint64_t addr);
bool oracle_second_stage_only(struct oracle_walk *w);

/*
 * oracle_update.c: entry @update->step was used and needs @update->bits. Now
 * or at oracle_update_rest(), by ORACLE_Q_UPDATE_LATE.
 */
bool oracle_update(struct oracle_walk *w, const struct oracle_update *update);
bool oracle_update_rest(struct oracle_walk *w);

/*
 * oracle_update.c: an update failed. Others may have succeeded before it, D
 * included, for no two entries can be updated at once.
 */
void oracle_update_allow(struct oracle_walk *w);

#endif
