/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

/*
 * What both coverage-guided targets share: an input is bytes that are taken
 * from the front until none is left; what is missing reads as 0.
 */
#ifndef TESTS_FUZZ_COVER_INPUT_H
#define TESTS_FUZZ_COVER_INPUT_H

#include <stddef.h>

#include "../native_case.h"

struct input {
	const uint8_t *at;
	size_t left;
};

/* @bytes of a little-endian number, at most 8. */
uint64_t input_take(struct input *in, unsigned int bytes);

/*
 * The block that the input names, as after power-on, and a case in its memory.
 * One instance of each configuration lives for the whole run.
 */
struct case_runner *input_runner(struct input *in, struct fuzz_case *c);

/* A request that @req can be by the rules of the wire. */
void input_tame(struct oracle_request *req);

/* Ends the run with all that is known if @wrong is not NULL. */
void input_judge(const struct case_runner *r, const char *wrong);

#endif
