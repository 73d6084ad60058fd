/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

/*
 * Counts what the cases of a run really did, by the oracle's answers. A
 * fuzzer whose cases all fail in the root entry passes too, so a run counts
 * only if at least 40 % of its requests succeed and every reason that can be
 * reached was met often enough.
 */
#ifndef TESTS_FUZZ_HIST_H
#define TESTS_FUZZ_HIST_H

#include "case.h"

#define HIST_PASS_PERCENT 40

struct fuzz_hist {
	uint64_t cases;
	uint64_t passed;      /* went to memory, interrupts included */
	uint64_t refused;     /* blocked without a fault */
	uint64_t reason[256]; /* faults, recorded or not */
	uint64_t suppressed;  /* of these, not recorded because of FPD */
	uint64_t page[4];     /* passes by leaf level; [0] no page */
	uint64_t pgtt[5];     /* passes by PGTT; [0] legacy mode */
	uint64_t other;       /* answers that were one of several right ones */
};

void fuzz_hist_add(struct fuzz_hist *h, const struct oracle_result *res);

/*
 * Writes the histogram and what it lacks to @buf (terminated, cut at @len).
 * Returns true if the run counts: each reason that @setup can reach, and each
 * PGTT it has, came up @min_each times or more.
 */
bool fuzz_hist_report(const struct fuzz_hist *h, const struct fuzz_setup *setup,
		      uint64_t min_each, char *buf, size_t len);

size_t fuzz_hist_sizeof(void);

#endif
