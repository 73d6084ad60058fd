/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */
/*
 * Text for people. Formats are those of the nano printf: no ll, z, hh or j
 * lengths, it would print the letters and lose the arguments; %lx is 64 bits.
 */
#ifndef PRINT_H
#define PRINT_H

/* Longest text of one call; the rest is cut off. */
#define PRINT_MAX 128U

__attribute__((format(printf, 1, 2))) void print(const char *format, ...);

#endif
