/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

/*
 * Between the oracle's files. A stage takes the walk so far and either ends
 * it (returns false, the result tells how) or hands it on (returns true).
 */
#ifndef TESTS_ORACLE_INTERNAL_H
#define TESTS_ORACLE_INTERNAL_H

#include "oracle.h"

struct oracle_walk {
	const struct oracle_state *state;
	const struct oracle_request *req;
	struct oracle_result *res;
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

/* oracle.c: ends the walk. Always false, so that stages can return it. */
bool oracle_end(struct oracle_walk *w, enum oracle_outcome outcome,
		uint64_t addr);
bool oracle_fault(struct oracle_walk *w, enum oracle_reason reason);

/*
 * oracle.c: reads one entry of @len bytes and notes the step; NULL when the
 * access failed.
 */
const struct oracle_step *oracle_read(struct oracle_walk *w,
				      enum oracle_table table,
				      unsigned int level, uint64_t addr,
				      size_t len);

/* oracle.c: the output address check (3.15), then passes the request. */
bool oracle_output(struct oracle_walk *w, uint64_t addr);

/* oracle_fault.c: true if FPD suppresses records of @reason. */
bool oracle_reason_qualified(enum oracle_reason reason);

/* oracle_legacy.c: root entry to the end, TTM = 00b. */
bool oracle_legacy(struct oracle_walk *w);

/*
 * oracle_second.c: walks the second-stage tables at @sspt, @levels deep.
 * @unreadable_root is the reason when the first access fails.
 */
bool oracle_second_stage(struct oracle_walk *w, uint64_t sspt,
			 unsigned int levels,
			 enum oracle_reason unreadable_root);

#endif
