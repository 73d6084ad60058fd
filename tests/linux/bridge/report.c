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

void report_line(const char *fmt, ...)
{
	va_list args;

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

void report_msi(uint64_t addr, uint32_t data, bool sent)
{
	totals.msi++;
	if (!sent)
		totals.msi_lost++;
	report_line("msi %" PRIx64 " data %" PRIx32 "%s", addr, data,
		    sent ? "" : " LOST");
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
}
