/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

/*
 * What the oracle's own tests share: 128 KiB of memory, one state, one request
 * and its answer, and one line of output a check.
 */
#ifndef TESTS_ORACLE_BENCH_H
#define TESTS_ORACLE_BENCH_H

#include "oracle.h"

#define BENCH_BASE UINT64_C(0x100000)
#define BENCH_SIZE UINT64_C(0x20000)
#define BENCH_SID  0x0810

extern uint8_t bench_bytes[BENCH_SIZE];
extern struct oracle_state bench_state;
extern struct oracle_request bench_req;
extern struct oracle_result bench_res;
extern unsigned int bench_failures;
extern uint64_t bench_locked_out; /* updates of this word fail; 0: none */

/* Empty memory, a state with @caps, TE=1, a read by BENCH_SID. */
void bench_begin(const struct oracle_caps *caps);

/* The word at @addr. */
void bench_put(uint64_t addr, uint64_t value);
uint64_t bench_get(uint64_t addr);

void bench_check(const char *what, bool good);
void bench_expect_pass(const char *what, uint64_t addr);
void bench_expect_fault(const char *what, unsigned int reason);
void bench_expect_outcome(const char *what, unsigned int outcome);

/* The files' tests. */
void oracle_legacy_test(void);
void oracle_scalable_test(void);
void oracle_nested_test(void);
void oracle_flags_test(void);
void oracle_ats_test(void);
void oracle_interrupt_test(void);

#endif
