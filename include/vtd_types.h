/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */
/*
 * Field helpers and attributes shared by everything written in C.
 */
#ifndef VTD_TYPES_H
#define VTD_TYPES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * A field is a mask written as the specification writes it; the shift is
 * derived. @mask must be a non-zero constant, so that no shift is computed at
 * run time.
 */
#define VTD_MASK(hi, lo)     ((~UINT64_C(0) >> (63 - (hi) + (lo))) << (lo))
#define VTD_GET(mask, value) (((value) & (mask)) >> __builtin_ctzll(mask))
#define VTD_PUT(mask, value)                                                   \
	(((uint64_t)(value) << __builtin_ctzll(mask)) & (mask))

#define VTD_PAGE_SHIFT 12U
#define VTD_PAGE_SIZE  (UINT64_C(1) << VTD_PAGE_SHIFT)
#define VTD_PAGE_MASK  (~(VTD_PAGE_SIZE - 1))

/*
 * Code of the path from a miss to its answer. It gets a section of its own, so
 * that linker scripts can keep it together (and within the core's cache).
 */
#define VTD_HOT __attribute__((hot, section(".text.vtd_hot")))

/* The same for what a miss needs when less is known; lies behind the former. */
#define VTD_WARM __attribute__((section(".text.vtd_warm")))

/* Out of line, so that the code of a miss stays small. */
#define VTD_COLD __attribute__((noinline))

#define VTD_MUST_CHECK __attribute__((warn_unused_result))

#endif
