/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */
/*
 * What the bridge saw, for the test to judge: one line per register access,
 * DMA and interrupt, and "count NAME VALUE" lines at the end.
 */
#ifndef LINUX_REPORT_H
#define LINUX_REPORT_H

#include <stdbool.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Opens the report; exits the process when that fails. */
void report_open(const char *path);

/* For a unit with a clock: lines carry the cycle from now on. */
void report_cycle(uint64_t cycle);

/* A line of its own. */
__attribute__((format(printf, 1, 2))) void report_line(const char *fmt, ...);

void report_read(unsigned int offset, unsigned int size, uint64_t val);
void report_write(unsigned int offset, unsigned int size, uint64_t val);
void report_dma(uint16_t sid, uint64_t addr, unsigned int len, bool write,
		bool ok);
void report_stream(uint16_t sid, uint64_t addr, unsigned int len, bool write,
		   unsigned int requests, unsigned int refused);
void report_msi(uint64_t addr, uint32_t data, bool sent);
/* A trace event of the engine, a number of vtd_trace.def. */
void report_event(unsigned int event, uint64_t a, uint64_t b, uint64_t c);
void report_count(const char *name, uint64_t val);

/* Writes the counts of the calls above. */
void report_totals(void);

#ifdef __cplusplus
}
#endif

#endif
