/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */
/*
 * Which mutant this run is, from the environment; 0, the original, without
 * one. Mutated C reads it under the short name.
 */
#ifndef TESTS_MUTANT_H
#define TESTS_MUTANT_H

#ifdef __cplusplus
extern "C" {
#endif

extern int mutant_chosen;
int mutant_number(void);

#ifdef __cplusplus
}
#else
#define mutant mutant_chosen
#endif

#endif
