/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */
/*
 * The trace ring: the engine's last state changes, in firmware memory at
 * TRACE of soc_map.def, where a harness or a debugger reads them. The core's
 * cache writes back, so records reach memory only when their lines are
 * evicted; hal_trace_step() does that in idle turns.
 *
 * Format, little-endian 64-bit words: the header, then records. Record i of
 * the run lies at slot i % slots.
 */
#ifndef HAL_TRACE_H
#define HAL_TRACE_H

#include <stdbool.h>
#include <stdint.h>

#include "soc_map.h"

#define HAL_TRACE_MAGIC 0x5452544350ULL /* "PCTRT" */

struct hal_trace_record {
	uint64_t event; /* number of the record << 8 | enum vtd_trace */
	uint64_t a;
	uint64_t b;
	uint64_t c;
};

struct hal_trace_header {
	uint64_t magic;
	uint64_t record_size;
	uint64_t slots;
	uint64_t count; /* records in memory, of all written since start */
	uint64_t spare[4];
};

#define HAL_TRACE_SLOTS                                                        \
	((SOC_TRACE_SIZE - sizeof(struct hal_trace_header)) /                  \
	 sizeof(struct hal_trace_record))

_Static_assert(sizeof(struct hal_trace_header) == 64, "one cache line");
_Static_assert(sizeof(struct hal_trace_record) == 32, "half a cache line");

/* Empties the ring. */
void hal_trace_init(void);

/* Adds a record; the oldest one goes. Never blocks. */
void hal_trace(unsigned int event, uint64_t a, uint64_t b, uint64_t c);

/* Pushes one line towards memory; false when nothing is left to push. */
bool hal_trace_step(void);

#endif
