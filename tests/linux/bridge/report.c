/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */
#include "report.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

static FILE *out;
static double start;
static uint64_t cycle;

static const char *const event_names[] = {
#define TRACE(name, a, b, c) #name,
#include "vtd_trace.def"
#undef TRACE
};

#define NUM_EVENTS (sizeof(event_names) / sizeof(event_names[0]))

static uint64_t event_counts[NUM_EVENTS];

static struct {
	uint64_t reads;
	uint64_t writes;
	uint64_t dma_ok;
	uint64_t dma_refused;
	uint64_t msi;
	uint64_t msi_lost;
} totals;

static double now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

void report_open(const char *path)
{
	out = fopen(path, "w");
	if (!out) {
		perror(path);
		exit(1);
	}
	/* Line by line: the process may be killed together with QEMU. */
	setvbuf(out, NULL, _IOLBF, 0);
	start = now();
}

void report_cycle(uint64_t at)
{
	cycle = at;
}

void report_line(const char *fmt, ...)
{
	va_list args;

	if (cycle)
		fprintf(out, "[%9.6f @%" PRIu64 "] ", now() - start, cycle);
	else
		fprintf(out, "[%9.6f] ", now() - start);
	va_start(args, fmt);
	vfprintf(out, fmt, args);
	va_end(args);
	fputc('\n', out);
}

void report_read(unsigned int offset, unsigned int size, uint64_t val)
{
	totals.reads++;
	report_line("read  %03x.%u = %0*" PRIx64, offset, size, (int)size * 2,
		    val);
}

void report_write(unsigned int offset, unsigned int size, uint64_t val)
{
	totals.writes++;
	report_line("write %03x.%u = %0*" PRIx64, offset, size, (int)size * 2,
		    val);
}

void report_dma(uint16_t sid, uint64_t addr, unsigned int len, bool write,
		bool ok)
{
	if (ok)
		totals.dma_ok++;
	else
		totals.dma_refused++;
	report_line("dma %s sid %04x addr %" PRIx64 " len %u: %s",
		    write ? "write" : "read", sid, addr, len,
		    ok ? "ok" : "refused");
}

void report_stream(uint16_t sid, uint64_t addr, unsigned int len, bool write,
		   unsigned int requests, unsigned int refused)
{
	totals.dma_ok += requests - refused;
	totals.dma_refused += refused;
	report_line("stream %s sid %04x addr %" PRIx64
		    " len %u: %u requests, %u refused",
		    write ? "write" : "read", sid, addr, len, requests,
		    refused);
}

void report_msi(uint64_t addr, uint32_t data, bool sent)
{
	totals.msi++;
	if (!sent)
		totals.msi_lost++;
	report_line("msi %" PRIx64 " data %" PRIx32 "%s", addr, data,
		    sent ? "" : " LOST");
}

void report_event(unsigned int event, uint64_t a, uint64_t b, uint64_t c)
{
	if (event >= NUM_EVENTS) {
		report_line("PROBLEM trace event %u", event);
		return;
	}
	event_counts[event]++;
	report_line("trace %s %" PRIx64 " %" PRIx64 " %" PRIx64,
		    event_names[event], a, b, c);
}

void report_count(const char *name, uint64_t val)
{
	fprintf(out, "count %s %" PRIu64 "\n", name, val);
}

void report_totals(void)
{
	report_count("register_reads", totals.reads);
	report_count("register_writes", totals.writes);
	report_count("dma_ok", totals.dma_ok);
	report_count("dma_refused", totals.dma_refused);
	report_count("msi", totals.msi);
	report_count("msi_lost", totals.msi_lost);
	for (size_t i = 0; i < NUM_EVENTS; i++)
		report_count(event_names[i], event_counts[i]);
}
