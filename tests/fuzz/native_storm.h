/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

/*
 * Register writes in any order, of any width and value, with requests and a
 * few turns of the engine between them: a driver gone wrong. Whatever it did,
 * no command may stay unanswered, read-only registers stay as they are, and a
 * driver that starts over (queue off, TE off, faults cleared) finds a block
 * that handles the next case as the oracle says.
 */
#ifndef TESTS_FUZZ_NATIVE_STORM_H
#define TESTS_FUZZ_NATIVE_STORM_H

#include "native_case.h"

/* Runs storm @index of @seed. NULL if all is well, else what is wrong. */
const char *storm_run(struct case_runner *r, uint64_t seed, uint64_t index);

/*
 * The same in parts. storm_write() writes some register: @choice takes one of
 * those that do something, or one of the window at random.
 */
void storm_write(struct case_runner *r, uint32_t choice, unsigned int len,
		 uint64_t value);

/*
 * After any such writes: what must hold, and a driver that starts over. @caps
 * are VER, CAP and ECAP as they were before. NULL if all is well.
 */
const char *storm_after(struct case_runner *r, const uint64_t caps[3]);

#endif
