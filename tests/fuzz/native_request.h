/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

/*
 * Cases as requests of a device with a TLB: the same tables, of which most let
 * the source use ATS. Translation requests are compared with the oracle word by
 * word, with the fault record and what became accessed and dirty; some cases
 * are translated requests instead (native_case.h).
 */
#ifndef TESTS_FUZZ_NATIVE_REQUEST_H
#define TESTS_FUZZ_NATIVE_REQUEST_H

#include "native_case.h"

/* Answers: what each run must have a number of. */
enum request_seen {
	REQUEST_UR,
	REQUEST_CA,
	REQUEST_NOTHING,
	REQUEST_NOTHING_RECORDED,
	REQUEST_READ,
	REQUEST_WRITE,
	REQUEST_BOTH,
	REQUEST_UNTRANSLATED, /* S.1 */
	REQUEST_LARGE,
	REQUEST_SEVERAL,
	REQUEST_SNOOPS,
	REQUEST_PRIVILEGED,
	REQUEST_TRANSLATED, /* a translated request that passed */
	REQUEST_SEEN,
};

struct request_counts {
	uint64_t cases;
	uint64_t seen[REQUEST_SEEN];
	uint64_t reason[256];
};

struct request_runner {
	struct case_runner r;
	struct oracle_ats want;
	struct request_counts counts;
	struct native_msg got;
	bool no_write;
	unsigned int wanted;
};

/* @model, with ATS. */
bool request_new(struct request_runner *q, const struct unit_model *model);

/* As case_run(). */
const char *request_run(struct request_runner *q, uint64_t seed,
			uint64_t index);

void request_print(const struct request_runner *q, FILE *out);

/* True if every kind of answer came @min_each times, and success in 40 %. */
bool request_report(const struct request_counts *c, uint64_t min_each,
		    FILE *out);

#endif
